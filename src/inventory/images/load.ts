import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../fleet.ts"
import { nearest } from "../read/nearest.ts"
import { parse } from "../read/parse.ts"
import { refused } from "../read/problem.ts"
import { readText } from "../read/read.ts"
import type { Image } from "./image.ts"
import { imageIn, type Loaded } from "./image-in.ts"

const ending = ".yaml"

/**
 * Declared images by their names, all without one. Errors: `noImages`,
 * `unknownImage`, `badInventory` with all problems of all files.
 */
export async function loadImages(
  { root }: Pick<Fleet, "root">,
  names: readonly string[],
): Promise<readonly Image[]> {
  const files = await readdir(join(root, "images")).catch(() => [])
  const known = files
    .filter((file) => file.endsWith(ending) && !file.startsWith("."))
    .map((file) => file.slice(0, -ending.length))
    .sort()
  const lost = names.find((name) => !known.includes(name))
  if (lost !== undefined)
    throw fail("unknownImage", {
      known,
      meant: nearest(lost, known),
      name: lost,
    })
  if (known.length === 0)
    throw fail("noImages", { folder: join(root, "images") })
  const wanted = names.length === 0 ? known : [...new Set(names)]
  const yaml = await import("yaml")
  const loaded = wanted.map((name) => loadOne(root, name, yaml))
  const problems = loaded.flatMap((one) => one.problems ?? [])
  if (problems.length > 0) throw refused(problems)
  return loaded.flatMap(({ image }) => image ?? [])
}

function loadOne(
  root: string,
  name: string,
  yaml: typeof import("yaml"),
): Loaded {
  const text = readText(root, `images/${name}${ending}`)
  if ("problem" in text) return { problems: [text.problem] }
  const parsed = parse(text.file, text.text, yaml)
  if (parsed.source === undefined) return { problems: parsed.problems }
  return imageIn(name, parsed.source, (file) => readText(root, file))
}
