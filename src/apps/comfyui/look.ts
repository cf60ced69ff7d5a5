import { isDeepStrictEqual } from "node:util"
import { parseExact } from "../../exact-json.ts"
import { fail } from "../../errors/fail.ts"
import { strip } from "../../remote/strip.ts"
import type { Proof } from "../app.ts"
import { badAnswer } from "../ask.ts"
import {
  contrastOf,
  type Flaw,
  flawOfColour,
  flawOfPicture,
  readPng,
} from "../picture.ts"
import { request } from "../request.ts"
import type { HistoryEntry, ImagePlace } from "./answers.ts"
import type { Attempt } from "./attempt.ts"
import type { Graph } from "./graph.ts"
import type { SmokeGraph } from "./smoke-graph.ts"

/**
 * Fetches the image of a finished prompt and looks at it. `metadata`: whether
 * the server writes the graph into its files.
 * Errors: `blackImage`, `smokeFailed`, `appAnswer`.
 */
export async function look(
  entry: HistoryEntry,
  wanted: SmokeGraph,
  metadata: boolean,
  attempt: Attempt,
): Promise<Proof> {
  const { app, context, depth, unit } = attempt
  const { host, stage } = context
  const file = pictureOf(entry, wanted.output)
  const bad = (reason: string) =>
    fail("smokeFailed", { app, reason, smoke: depth, unit }, { host, stage })
  if (file === undefined) throw bad("no image came out")
  const bytes = await fetchPicture(file, attempt)
  const png = await readPng(bytes)
  if (png === undefined) throw bad("the image is not a valid PNG file")
  const { height = png.height, width = png.width } = wanted
  if (png.width !== width || png.height !== height) {
    throw bad(`the image is ${png.width} x ${png.height}`)
  }
  const flaw = flawOf(png, wanted)
  if (flaw?.kind === "black") {
    throw fail("blackImage", { app, smoke: depth, unit }, { host, stage })
  }
  if (flaw !== undefined) throw bad(flaw.reason)
  if (metadata && !isOf(png.text.prompt, wanted.graph)) {
    throw bad("the image was made by another workflow")
  }
  return {
    bytes,
    height: png.height,
    name: strip(file.filename),
    path: pathOf(file),
    width: png.width,
  }
}

/** Of a node, else of one that keeps its picture, else of any. */
export function pictureOf(
  { outputs }: HistoryEntry,
  node: string | undefined,
): ImagePlace | undefined {
  if (node !== undefined) return outputs[node]?.images?.[0]
  const all = Object.values(outputs).flatMap(({ images = [] }) => images)
  return all.find(({ type }) => type === "output") ?? all[0]
}

/** The file of a picture as it is. Errors: `appAnswer`. */
export async function fetchPicture(
  { filename, subfolder, type }: ImagePlace,
  { app, context, place }: Pick<Attempt, "app" | "context" | "place">,
): Promise<Buffer> {
  // Without preview or channel, which would make another file of it.
  const query = new URLSearchParams({ filename, subfolder, type })
  const call = { image: true, path: `/view?${query}` }
  const answer = await request(place, call, context)
  if (answer.status === 200) return answer.body
  throw badAnswer(app, call, answer, `status ${answer.status}`, context)
}

/** Whether a PNG's text is that graph; numbers are compared in all digits. */
export function isOf(text: string | undefined, graph: Graph): boolean {
  try {
    return isDeepStrictEqual(parseExact(text ?? ""), graph)
  } catch {
    return false
  }
}

function flawOf(
  png: Parameters<typeof flawOfPicture>[0],
  { expected }: SmokeGraph,
): Flaw | undefined {
  if (expected.kind === "colour") return flawOfColour(png, expected.colour)
  const least = expected.contrast ?? 0
  const found = contrastOf(png)
  return (
    flawOfPicture(png) ??
    (found < least
      ? { kind: "other", reason: `its contrast is ${found}, not ${least}` }
      : undefined)
  )
}

function pathOf({ filename, subfolder, type }: ImagePlace): string {
  const parts = [type, subfolder, filename].filter((part) => part !== "")
  return strip(parts.join("/"))
}
