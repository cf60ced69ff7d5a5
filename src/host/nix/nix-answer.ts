import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"

const exit = z.coerce.number().int()
const text = z.string().default("")

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
  "dry-run.exit": exit.optional(),
  "dry-run.text": text,
  /** Text of `nix derivation show`. */
  derivations: z.string().optional(),
})

export const evaluatedSchema = toldEvaluation.transform(camelKeys)

export const lockedSchema = z.object({
  exit,
  stderr: text,
  lock: z.string().optional(),
})
export const realisedSchema = z.object({
  exit,
  collected: text.transform((said) => said.split(/\s+/).filter(Boolean)),
})
export const rebuiltSchema = z.object({
  dialect: z.enum(["bash", "none", "python", "unknown"]),
  exit: exit.optional(),
})
export const dryActivatedSchema = z.object({
  exit,
  /** Text of the candidate's switch-inhibitors; empty without. */
  inhibitors: text,
  output: text,
})
