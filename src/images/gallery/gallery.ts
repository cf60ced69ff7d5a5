import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import { fail } from "../../errors/fail.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { readText } from "../../inventory/read/read.ts"
import { renders } from "../render/keep.ts"
import { provenance } from "../render/provenance.ts"
import { galleryPage, type Shown } from "./page.ts"

/** What `image gallery` answers. */
export const galleryWritten = z.strictObject({
  "exit-code": z.number().int(),
  file: z.string().describe("the page, from the fleet's root"),
  images: z.number().int(),
  pictures: z.number().int(),
})

export type GalleryWritten = z.infer<typeof galleryWritten>

/**
 * Writes one page of all that was rendered, beside it. Pictures without sound
 * provenance are left out. Errors: `noRenders`.
 */
export async function writeGallery({
  root,
}: Pick<Fleet, "root">): Promise<GalleryWritten> {
  const folder = join(root, renders)
  const names = await foldersOf(folder)
  const all = await Promise.all(names.map((name) => shownOf(root, name)))
  const images = all.filter(({ pictures }) => pictures.length > 0)
  if (images.length === 0) throw fail("noRenders", { folder })
  await replaceFile(join(folder, "index.html"), galleryPage(images))
  return {
    "exit-code": 0,
    file: `${renders}/index.html`,
    images: images.length,
    pictures: images.reduce((sum, { pictures }) => sum + pictures.length, 0),
  }
}

async function foldersOf(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return found
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

async function shownOf(root: string, name: string): Promise<Shown> {
  const folder = join(root, renders, name)
  const files = (await readdir(folder)).filter((file) =>
    /^\d+\.png$/u.test(file),
  )
  const found = await Promise.all(
    files.map(async (file) => {
      const beside = join(folder, file.replace(/png$/u, "json"))
      const told = await readFile(beside, "utf8")
        .then((text) => provenance.safeParse(JSON.parse(text)).data)
        .catch(() => undefined)
      return told && { file: `${name}/${file}`, provenance: told }
    }),
  )
  const pictures = found
    .filter((one) => one !== undefined)
    .sort((a, b) => a.provenance.number - b.provenance.number)
  const text = readText(root, `images/${name}.yaml`)
  const declaration = "text" in text ? text.text : undefined
  return { declaration, name, pictures }
}
