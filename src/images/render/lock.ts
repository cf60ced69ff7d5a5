import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { barePng } from "../../apps/plain-png.ts"
import { placeWithin } from "../../files/place-within.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Image } from "../../inventory/images/image.ts"
import { jobsOf } from "./job.ts"
import { kept } from "./keep.ts"

/** An image whose hashes are written. */
export type Locked = {
  /** From the fleet's root. */
  readonly file: string
  readonly image: string
}

/**
 * Writes `images/<name>.lock.json` of every image whose pictures all lie there
 * as declared: what `mkImage` (nix/lib/mk-image.nix) takes, a set for each
 * picture. A file that says so already is left alone.
 */
export async function lockImages(
  root: string,
  images: readonly Image[],
): Promise<readonly Locked[]> {
  const locked: Locked[] = []
  for (const image of images) {
    const pictures = await picturesOf(root, image)
    if (pictures === undefined) continue
    const name = `${image.name}.lock.json`
    const path = await placeWithin(join(root, "images"), name)
    const text = `${JSON.stringify(pictures, null, 2)}\n`
    const before = await readFile(path, "utf8").catch(() => "")
    if (before !== text) await replaceFile(path, text)
    locked.push({ file: `images/${name}`, image: image.name })
  }
  return locked
}

/** Undefined where one is missing, or as it was declared before. */
async function picturesOf(root: string, image: Image) {
  const pictures: object[] = []
  for (const job of jobsOf([image])) {
    const found = await kept(root, job)
    if (found?.provenance.declaration !== job.digest) return undefined
    const bare = barePng(found.bytes)
    const hash = createHash("sha256").update(bare).digest("base64")
    pictures.push({
      name: `${image.name}-${job.number}`,
      ...saidOf(image, found.provenance.seed),
      hash: `sha256-${hash}`,
    })
  }
  return pictures
}

/** The declaration of one picture, by the keys of its file. */
function saidOf(image: Image, seed: string | null): object {
  const own = seed === null ? {} : { seed }
  if (image.kind === "workflow") {
    const { count, parameters, seed: first } = image.workflow
    // A workflow may have several seeds, which stay where none is declared.
    const seeded = first !== undefined || count > 1
    return { parameters, ...(seeded && own), workflow: image.text }
  }
  const { clipSkip, loras, negativePrompt, size, ...said } = image.picture
  const { cfg, checkpoint, prompt, sampler, scheduler, steps, vae } = said
  return {
    cfg,
    checkpoint,
    ...(clipSkip !== undefined && { "clip-skip": clipSkip }),
    loras: loras.map(({ clipStrength, name, strength }) => ({
      "clip-strength": clipStrength,
      name,
      strength,
    })),
    "negative-prompt": negativePrompt,
    prompt,
    sampler,
    scheduler,
    ...own,
    size: `${size.width}x${size.height}`,
    steps,
    ...(vae !== undefined && { vae }),
  }
}
