import { readdir } from "node:fs/promises"
import { join } from "node:path"
import { camelKeys } from "../../camel-keys.ts"
import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../fleet.ts"
import { isTable } from "../merge.ts"
import { check } from "../read/check.ts"
import { nearest } from "../read/nearest.ts"
import { parse } from "../read/parse.ts"
import { type Problem, refused } from "../read/problem.ts"
import { readText } from "../read/read.ts"
import type { Source } from "../read/source.ts"
import type { Image } from "./image.ts"
import { picture, workflow } from "./schema.ts"

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

type Loaded = {
  readonly image?: Image
  readonly problems?: readonly Problem[]
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
  const { source } = parsed
  const problem: Image["problem"] = (path, message) =>
    source.problem(path, message)
  if (isTable(source.value) && "workflow" in source.value)
    return loadWorkflow(root, name, source)
  const checked = check(source, picture)
  if (checked.problems !== undefined) return { problems: checked.problems }
  const declared = camelKeys(checked.value)
  return { image: { kind: "picture", name, picture: declared, problem } }
}

function loadWorkflow(root: string, name: string, source: Source): Loaded {
  const checked = check(source, workflow)
  if (checked.problems !== undefined) return { problems: checked.problems }
  const file = `images/${checked.value.workflow}`
  const text = readText(root, file)
  if ("problem" in text) {
    const message = `${file}: ${text.problem.message}`
    return { problems: [source.problem(["workflow"], message)] }
  }
  // Parameters' names are those of nodes: they stay as they are.
  const { count, expect, parameters, seed, workflow: written } = checked.value
  return {
    image: {
      kind: "workflow",
      name,
      problem: (path, message) => source.problem(path, message),
      text: text.text,
      workflow: { count, expect, parameters, seed, workflow: written },
    },
  }
}
