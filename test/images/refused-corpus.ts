import { pngOf } from "./carriers.ts"
import { editor } from "./graphs.ts"

/** Files that can't be imported, and why. */
export const refusedFiles: readonly (readonly [
  name: string,
  file: Buffer,
  why: RegExp,
])[] = [
  ["no words", pngOf([]), /says nothing of how it was made$/],
  ["a text", Buffer.from("<!doctype html>"), /isn't a PNG, WebP or JPEG/],
  ["nothing", Buffer.alloc(0), /isn't a PNG, WebP or JPEG/],
  [
    "the editor's workflow alone",
    pngOf([["workflow", editor]]),
    /Export \(API\)/,
  ],
  [
    "the editor's workflow as the prompt",
    pngOf([["prompt", editor]]),
    /editor's format/,
  ],
  ["half a graph", pngOf([["prompt", '{"3": {"class_type"']]), /isn't JSON/],
  ["a node without a class", pngOf([["prompt", '{"3": {}}']]), /node 3 lacks/],
  ["a prompt that is words", pngOf([["prompt", "a fox"]]), /it has prompt/],
  ["InvokeAI", pngOf([["invokeai_metadata", "{}"]]), /made with InvokeAI/],
  ["NovelAI", pngOf([["Software", "NovelAI"]]), /made with NovelAI/],
  [
    "Fooocus",
    pngOf([
      ["fooocus_scheme", "fooocus"],
      ["parameters", "{}"],
    ]),
    /made with Fooocus/,
  ],
  [
    "SwarmUI",
    pngOf([["parameters", '{"sui_image_params": {"prompt": "a fox"}}']]),
    /made with SwarmUI/,
  ],
  [
    "Midjourney",
    pngOf([
      [
        "Description",
        "a fox --v 6.1 Job ID: 01234567-89ab-cdef-0123-456789abcdef",
      ],
    ]),
    /made with Midjourney/,
  ],
  [
    "a sampler that ComfyUI doesn't have",
    pngOf([
      ["parameters", "a fox\nSteps: 3, Sampler: Restart, Seed: 1, Model: x"],
    ]),
    /ComfyUI has no sampler Restart/,
  ],
  [
    "a size that ComfyUI doesn't take",
    pngOf([
      [
        "parameters",
        "x\nSteps: 3, Sampler: Euler, Seed: 1, Size: 515x515, Model: x",
      ],
    ]),
    /none that ComfyUI takes/,
  ],
  [
    "no model",
    pngOf([["parameters", "x\nSteps: 3, Sampler: Euler, Seed: 1"]]),
    /doesn't tell its model/,
  ],
]
