import { existsSync, readdirSync } from "node:fs"
import type { Folders } from "./folders.ts"
import type { InputSpec, NodeInfo } from "./node.ts"
import type { NodeClasses } from "./nodes.ts"
import type { Json } from "./python.ts"

/** An input's description with the list that holds at this moment. */
export function optionsOf(
  title: string,
  input: string,
  spec: InputSpec,
  folders: Folders,
): InputSpec {
  const list = currentList(`${title}.${input}`, folders)
  return list === undefined ? spec : ([list, ...spec.slice(1)] as InputSpec)
}

function currentList(input: string, folders: Folders): Json[] | undefined {
  switch (input) {
    case "CheckpointLoaderSimple.ckpt_name":
      return [...(folders.list("checkpoints") ?? [])]
    case "LoadImage.image":
      return existsSync(folders.input)
        ? readdirSync(folders.input, { withFileTypes: true })
            .filter((entry) => !entry.isDirectory())
            .map(({ name }) => name)
            .sort()
        : []
    case "LoraLoader.lora_name":
      return [...(folders.list("loras") ?? [])]
    case "VAELoader.vae_name":
      return [...(folders.list("vae") ?? [])]
    default:
      return undefined
  }
}

/** The answer of `/object_info` for some classes. */
export function objectInfo(
  titles: readonly string[],
  classes: NodeClasses,
  folders: Folders,
): { [title: string]: NodeInfo } {
  return Object.fromEntries(
    titles.map((title) => {
      const info = (classes[title] as NodeClasses[string]).info
      const required = Object.entries(info.input.required ?? {}).map(
        ([name, spec]) =>
          [name, optionsOf(title, name, spec, folders)] as const,
      )
      const input = { ...info.input, required: Object.fromEntries(required) }
      return [title, { ...info, input }]
    }),
  )
}
