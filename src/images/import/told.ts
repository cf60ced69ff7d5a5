import type { Graph } from "../../apps/comfyui/graph.ts"
import { readGraph } from "../read-graph.ts"
import type { Words } from "./words.ts"

/** How a picture was made, as its file tells. */
export type Told =
  | { readonly by: "comfyui"; readonly graph: Graph }
  | { readonly by: "stable-diffusion-webui"; readonly parameters: string }
  | { readonly by: "nobody"; readonly why: string }

/** Programs whose pictures tell something that has no graph of ours. */
const others: readonly (readonly [
  program: string,
  isIt: (words: Words) => boolean,
])[] = [
  [
    "InvokeAI",
    (words) =>
      ["dream", "invokeai_graph", "invokeai_metadata", "sd-metadata"].some(
        (key) => words.has(key),
      ),
  ],
  ["NovelAI", (words) => /NovelAI/u.test(words.get("Software") ?? "")],
  [
    "Fooocus",
    (words) =>
      words.has("fooocus_scheme") ||
      /fooocus/iu.test(words.get("Software") ?? ""),
  ],
  [
    "SwarmUI",
    (words) => texts(words).some((text) => text.includes('"sui_image_params"')),
  ],
  [
    "Easy Diffusion",
    (words) =>
      words.has("num_inference_steps") ||
      words.has("use_stable_diffusion_model"),
  ],
  ["Draw Things", (words) => /Draw Things/u.test(words.get("Software") ?? "")],
  [
    "Midjourney",
    (words) =>
      /--v \d|Job ID: [0-9a-f-]{36}/u.test(words.get("Description") ?? ""),
  ],
]

/** What the words of a picture tell. */
export function toldBy(words: Words): Told {
  const graphs = [...words].flatMap(([key, text]) => graphIn(key, text))
  const found = graphs.find((read) => "graph" in read)
  if (found !== undefined && "graph" in found)
    return { by: "comfyui", graph: found.graph }
  const other = others.find(([, isIt]) => isIt(words))?.[0]
  if (other !== undefined)
    return { by: "nobody", why: `it was made with ${other}` }
  const parameters = texts(words).find((text) =>
    /(?:^|\n)Steps: \d/u.test(text),
  )
  if (parameters !== undefined)
    return { by: "stable-diffusion-webui", parameters }
  return { by: "nobody", why: whyNot(words, graphs) }
}

function whyNot(
  words: Words,
  graphs: readonly ReturnType<typeof readGraph>[],
): string {
  const editor = [...words].some(
    ([key, text]) => key === "workflow" || /^workflow:/iu.test(text),
  )
  if (editor)
    return (
      "it has only the workflow of ComfyUI's editor; open it there and use " +
      "Export (API)"
    )
  const said = graphs.find((read) => "why" in read)
  if (said !== undefined && "why" in said)
    return `its workflow can't be read: ${said.why}`
  const known = [...words.keys()].slice(0, 8).join(", ")
  const nothing = "it says nothing of how it was made"
  return known === "" ? nothing : `${nothing}; it has ${known}`
}

function texts(words: Words): readonly string[] {
  return [...words.values()]
}

/** ComfyUI's own words: a keyword, or in Exif the text's begin. */
function graphIn(
  key: string,
  text: string,
): readonly ReturnType<typeof readGraph>[] {
  const [, inside] = /^\s*prompt:\s*(\{[^]*)$/iu.exec(text) ?? []
  if (inside !== undefined) return [readGraph(inside)]
  const isOwn = key === "prompt" && text.trimStart().startsWith("{")
  return isOwn ? [readGraph(text)] : []
}
