import type { Graph } from "../../src/apps/comfyui/graph.ts"
import {
  asciiTag,
  exifOf,
  jpegOf,
  pngOf,
  pngPacked,
  pngWithUnicode,
  webpOf,
} from "./carriers.ts"
import { besides, editor, flux, python, twoPasses, words } from "./graphs.ts"

/** Files of ComfyUI, and the graph that each must give back. */
export const comfyuiFiles: readonly (readonly [
  name: string,
  file: Buffer,
  graph: Graph,
  kind: "picture" | "workflow",
])[] = [
  ["words", pngOf([["prompt", python(words)]]), words, "picture"],
  [
    "words beside the editor's workflow",
    pngOf([
      ["workflow", editor],
      ["prompt", python(words)],
    ]),
    words,
    "picture",
  ],
  [
    "words beside those of another app",
    pngOf([
      ["parameters", "a fox\nSteps: 3, Sampler: Euler, Seed: 1"],
      ["prompt", python(words)],
    ]),
    words,
    "picture",
  ],
  [
    "words in packed Latin-1",
    pngPacked("prompt", Buffer.from(python(words))),
    words,
    "picture",
  ],
  [
    "words in Unicode",
    pngWithUnicode([["prompt", python(words)]], false),
    words,
    "picture",
  ],
  [
    "words in packed Unicode",
    pngWithUnicode([["prompt", python(words)]], true),
    words,
    "picture",
  ],
  [
    "a file that is cut off behind its words",
    pngOf([["prompt", python(words)]]).subarray(0, -40),
    words,
    "picture",
  ],
  [
    "WebP as ComfyUI writes it",
    webpOf(
      exifOf([
        asciiTag(0x010f, `workflow:${editor}`),
        asciiTag(0x0110, `prompt:${python(words)}`),
      ]),
    ),
    words,
    "picture",
  ],
  [
    "JPEG with the other order of bytes",
    jpegOf(exifOf([asciiTag(0x010e, `Prompt: ${python(words)}`)], "II")),
    words,
    "picture",
  ],
  ["two passes", pngOf([["prompt", python(twoPasses)]]), twoPasses, "workflow"],
  ["a film beside", pngOf([["prompt", python(besides)]]), besides, "workflow"],
  ["another family", pngOf([["prompt", python(flux)]]), flux, "workflow"],
  [
    "what the server adds to nodes",
    pngOf([
      [
        "prompt",
        python(flux).replace(
          '"class_type":"LoadImage"',
          '"is_changed": [NaN, -Infinity], "class_type":"LoadImage"',
        ),
      ],
    ]),
    flux,
    "workflow",
  ],
  [
    "a batch, of which it can't be told which picture it is",
    pngOf([["prompt", python(batch(words))]]),
    batch(words),
    "workflow",
  ],
]

function batch(graph: Graph): Graph {
  const latent = graph["17"] ?? { class_type: "", inputs: {} }
  return {
    ...graph,
    "17": { ...latent, inputs: { ...latent.inputs, batch_size: 4 } },
  }
}
