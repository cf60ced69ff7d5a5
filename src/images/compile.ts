import type { Graph } from "../apps/comfyui/graph.ts"
import {
  exact,
  outputNode,
  type TextToImage,
  textToImage,
} from "../apps/comfyui/text-to-image.ts"
import type { Image } from "../inventory/images/image.ts"
import { nearest } from "../inventory/read/nearest.ts"
import type { Problem } from "../inventory/read/problem.ts"
import { fileOf } from "./model-names.ts"
import type { Offers } from "./offers.ts"
import { readGraph } from "./read-graph.ts"
import { meant } from "./samplers.ts"

/** One picture of a declared image. */
export type Compiled = {
  readonly graph: Graph
  /** Files of models by ComfyUI's folder; of a workflow none is known. */
  readonly models: readonly ModelFile[]
  /** The node whose picture it is; undefined: the first that has one. */
  readonly output: string | undefined
  readonly seed: bigint | undefined
}

export type ModelFile = {
  readonly file: string
  readonly folder: "checkpoints" | "loras" | "vae"
}

type Outcome =
  | { readonly compiled: Compiled; readonly problems?: undefined }
  | { readonly compiled?: undefined; readonly problems: readonly Problem[] }

/**
 * The graph of an image's picture, by its number from 0, for a server that
 * offers this; or everything of the declaration that it doesn't offer, each
 * with the nearest that it does.
 */
export function compile(image: Image, at: number, offers: Offers): Outcome {
  return image.kind === "picture"
    ? compilePicture(image, at, offers)
    : compileWorkflow(image, at)
}

type Pictured = Extract<Image, { kind: "picture" }>

function compilePicture(
  { picture, problem }: Pictured,
  at: number,
  offers: Offers,
): Outcome {
  const problems: Problem[] = []
  const file = (
    written: string,
    offered: readonly string[],
    path: readonly (number | string)[],
  ): string => {
    const found = fileOf(written, offered)
    if (found === undefined)
      problems.push(problem(path, missing(written, "model", offered)))
    return found ?? written
  }
  const word = (key: "sampler" | "scheduler", known: readonly string[]) => {
    const written = picture[key]
    if (known.includes(written)) return written
    const other = meant(written, known)
    problems.push(problem([key], missing(written, key, known, other)))
    return written
  }
  const { size, ...said } = picture
  const wanted: TextToImage = {
    ...said,
    ...size,
    checkpoint: file(picture.checkpoint, offers.checkpoints, ["checkpoint"]),
    loras: picture.loras.map((lora, index) => ({
      ...lora,
      name: file(lora.name, offers.loras, ["loras", index, "name"]),
    })),
    sampler: word("sampler", offers.samplers),
    scheduler: word("scheduler", offers.schedulers),
    seed: seedAt(picture.seed, at),
    vae: picture.vae && file(picture.vae, offers.vaes, ["vae"]),
  }
  if (problems.length > 0) return { problems }
  const { seed } = wanted
  const models = modelsOf(wanted)
  const graph = textToImage(wanted)
  return { compiled: { graph, models, output: outputNode, seed } }
}

function modelsOf({ checkpoint, loras, vae }: TextToImage): ModelFile[] {
  return [
    { file: checkpoint, folder: "checkpoints" },
    ...loras.map(({ name }) => ({ file: name, folder: "loras" }) as const),
    ...(vae === undefined ? [] : [{ file: vae, folder: "vae" } as const]),
  ]
}

/** The number after 2^64 - 1 is 0. */
function seedAt(first: bigint, at: number): bigint {
  return BigInt.asUintN(64, first + BigInt(at))
}

function missing(
  written: string,
  what: string,
  known: readonly string[],
  other: string | undefined = nearModel(written, known),
): string {
  const no = `the server has no ${what} ${JSON.stringify(written)}`
  if (other !== undefined) return `${no}; did you mean ${other}?`
  if (known.length === 0) return `${no}, and no other`
  const some = known.slice(0, 15).join(", ")
  return `${no}; it has ${some}${known.length > 15 ? " …" : ""}`
}

/** Nobody writes the extension, so it doesn't count. */
function nearModel(written: string, files: readonly string[]) {
  const short = (file: string) => file.replace(/\.\w+$/u, "").toLowerCase()
  const near = nearest(short(written), files.map(short))
  return files.find((file) => short(file) === near)
}

const seeds = ["noise_seed", "seed"]

type Worked = Extract<Image, { kind: "workflow" }>

function compileWorkflow(
  { problem, text, workflow }: Worked,
  at: number,
): Outcome {
  const read = readGraph(text)
  if ("why" in read) {
    const message = `images/${workflow.workflow}: ${read.why}`
    return { problems: [problem(["workflow"], message)] }
  }
  const problems: Problem[] = []
  const graph = structuredClone(read.graph) as Changed
  for (const [key, value] of Object.entries(workflow.parameters)) {
    const [, named = "", input = ""] = /^([^.]+)\.(.+)$/u.exec(key) ?? []
    const node = graph[named] ?? titled(graph, named)
    const path = ["parameters", key]
    if (node === undefined) {
      problems.push(problem(path, unknown("node", named, namesIn(graph))))
    } else if (!(input in node.inputs)) {
      const known = Object.keys(node.inputs)
      problems.push(problem(path, unknown("input", input, known)))
    } else node.inputs[input] = value
  }
  const first = workflow.seed
  const seeded = seedsIn(graph)
  if (seeded.length === 0 && (first !== undefined || workflow.count > 1)) {
    const path = [first === undefined ? "count" : "seed"]
    problems.push(problem(path, "the workflow has no seed to set"))
  }
  if (problems.length > 0) return { problems }
  const own = seeded.map(({ inputs, name }) => inputs[name]).find(isWhole)
  const from = first ?? (isWhole(own) ? BigInt(own) : undefined)
  const seed = from === undefined ? undefined : seedAt(from, at)
  if (seed !== undefined && (first !== undefined || at > 0))
    for (const { inputs, name } of seeded) inputs[name] = exact(seed)
  return { compiled: { graph, models: [], output: undefined, seed } }
}

type Inputs = Record<string, Graph[string]["inputs"][string]>
/** A graph whose values may be changed. */
export type Changed = Record<string, Graph[string] & { inputs: Inputs }>

/** The inputs that are seeds and no wires. */
export function seedsIn(graph: Changed) {
  return Object.values(graph).flatMap(({ inputs }) =>
    seeds
      .filter((name) => isWhole(inputs[name]))
      .map((name) => ({ inputs, name })),
  )
}

function isWhole(value: unknown): value is bigint | number {
  return typeof value === "bigint" || Number.isInteger(value)
}

function titled(graph: Changed, title: string) {
  return Object.values(graph).find((node) => titleOf(node) === title)
}

function titleOf({ _meta, class_type }: Graph[string]): string {
  const title = (_meta as { title?: unknown } | undefined)?.title
  return typeof title === "string" ? title : class_type
}

function namesIn(graph: Changed): string[] {
  return [...Object.keys(graph), ...Object.values(graph).map(titleOf)]
}

function unknown(
  what: string,
  written: string,
  known: readonly string[],
): string {
  const other = nearest(written, known)
  const no = `the workflow has no ${what} ${JSON.stringify(written)}`
  return other === undefined
    ? `${no}; it has ${[...new Set(known)].slice(0, 15).join(", ")}`
    : `${no}; did you mean ${other}?`
}
