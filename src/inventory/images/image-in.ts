import { camelKeys } from "../../camel-keys.ts"
import { isTable } from "../merge.ts"
import { check } from "../read/check.ts"
import type { Problem } from "../read/problem.ts"
import type { Text } from "../read/read.ts"
import type { Source } from "../read/source.ts"
import type { Image } from "./image.ts"
import { picture, workflow } from "./schema.ts"

/** An image, or all that is wrong with what declares it. */
export type Loaded = {
  readonly image?: Image
  readonly problems?: readonly Problem[]
}

/** The image that a source declares. `read`: reads a file of the fleet. */
export function imageIn(
  name: string,
  source: Source,
  read: (file: string) => Text,
): Loaded {
  const problem: Image["problem"] = (path, message) =>
    source.problem(path, message)
  if (isTable(source.value) && "workflow" in source.value)
    return workflowIn(name, source, read)
  const checked = check(source, picture)
  if (checked.problems !== undefined) return { problems: checked.problems }
  const declared = camelKeys(checked.value)
  return { image: { kind: "picture", name, picture: declared, problem } }
}

function workflowIn(
  name: string,
  source: Source,
  read: (file: string) => Text,
): Loaded {
  const checked = check(source, workflow)
  if (checked.problems !== undefined) return { problems: checked.problems }
  const file = `images/${checked.value.workflow}`
  const text = read(file)
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
