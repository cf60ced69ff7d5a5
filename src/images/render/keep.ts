import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { placeWithin } from "../../files/place-within.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Job } from "./job.ts"
import { type Provenance, provenance, sha256Of } from "./provenance.ts"

/** Where pictures lie, beside `hosts/`. */
export const renders = "renders"

/** A picture that lies there, and where it comes from. */
export type Kept = {
  readonly bytes: Buffer
  /** From the fleet's root. */
  readonly file: string
  readonly provenance: Provenance
}

/** Writes a picture and its provenance, which comes last: it proves both. */
export async function keep(
  root: string,
  job: Job,
  bytes: Buffer,
  told: Provenance,
): Promise<string> {
  const folder = join(root, renders)
  await mkdir(join(folder, job.image.name), { recursive: true })
  const place = (ending: string) =>
    placeWithin(folder, `${job.image.name}/${job.number}.${ending}`)
  await replaceFile(await place("png"), bytes)
  const text = `${JSON.stringify(told, null, 2)}\n`
  await replaceFile(await place("json"), text)
  return fileOf(job)
}

/** The picture of a job if it is whole, whatever it was declared as then. */
export async function kept(root: string, job: Job): Promise<Kept | undefined> {
  const file = fileOf(job)
  try {
    const bytes = await readFile(join(root, file))
    const text = await readFile(
      join(root, file.replace(/png$/u, "json")),
      "utf8",
    )
    const told = provenance.parse(JSON.parse(text))
    const whole = told.picture === sha256Of(bytes)
    return whole ? { bytes, file, provenance: told } : undefined
  } catch {
    return undefined
  }
}

function fileOf({ image, number }: Job): string {
  return `${renders}/${image.name}/${number}.png`
}
