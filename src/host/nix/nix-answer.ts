import { gunzipSync } from "node:zlib"
import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"

const exit = z.coerce.number().int()
const text = z.string().default("")

/** Bytes of a graph, unpacked; that of a whole NixOS has some. */
const largestGraph = 256 * 1024 * 1024

function unzipped(packed: string, context: z.RefinementCtx): string {
  const bytes = Buffer.from(packed, "base64")
  try {
    return gunzipSync(bytes, { maxOutputLength: largestGraph }).toString("utf8")
  } catch {
    context.addIssue({ code: "custom", message: "it can't be unpacked" })
    return z.NEVER
  }
}

/** A source folder as `push` returns it. */
export const sourceSchema = z
  .string()
  .regex(/^\/[A-Za-z0-9/._-]+$/, "a folder that push returned")

/** A host's name as a flake attribute. */
export const attributeSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/)

const toldEvaluation = z.object({
  exit,
  stderr: text,
  json: z.string().optional(),
  /** There is no such tree; on what is no NixOS with Nix, none is to be. */
  absent: z.enum(["may-be-pushed", "unfit"]).optional(),
  /** Of a survey: see survey.sh. */
  graph: z.base64().transform(unzipped).optional(),
  /** Text of `nix derivation show`. */
  derivations: z.string().optional(),
  /** Text of `nix config show`. */
  settings: text,
  /** The same without ours, where Nix takes none of them. */
  "own-settings": z.string().optional(),
  /** Text that `parseBuildTimes` reads. */
  "build-times": text,
})

export const evaluatedSchema = toldEvaluation.transform(camelKeys)

export const attributeEvaluatedSchema = z.object({
  exit,
  stderr: text,
  json: z.string().optional(),
})

export const lockedSchema = z.object({
  exit,
  stderr: text,
  lock: z.string().optional(),
})
export const realisedSchema = z.object({
  collected: text.transform((said) => said.split(/\s+/).filter(Boolean)),
  /** `cancelled`, or nothing where it was ended otherwise. */
  exit: z.union([z.enum(["", "cancelled"]), exit]),
})
export const rebuiltSchema = z.object({
  dialect: z.enum(["bash", "none", "python", "unknown"]),
  exit: exit.optional(),
})
export const dryActivatedSchema = z.object({
  /** Units that go with those that the switch stops or restarts. */
  dependants: text.transform((lines) => lines.split("\n").filter(Boolean)),
  exit,
  /** Text of the candidate's switch-inhibitors; empty without. */
  inhibitors: text,
  output: text,
})
