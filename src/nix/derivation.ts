import { fail } from "../errors/fail.ts"
import { nameOf } from "./store-path.ts"

/** What sdops wants to know of a derivation. */
export type Derivation = {
  readonly drv: string
  readonly name: string
  readonly system: string
  /** Store path of each output, undefined where it isn't known before. */
  readonly outputs: Readonly<Record<string, string | undefined>>
  readonly inputs: readonly string[]
  readonly requiredSystemFeatures: readonly string[]
  readonly preferLocalBuild: boolean
  /** False: no cache is asked, `--dry-run` always lists it as built. */
  readonly allowSubstitutes: boolean
  /** A download whose hash is known: never compiles. */
  readonly fixedOutput: boolean
  /** What it was declared with: of `__structuredAttrs`, else of `env`. */
  readonly attributes: Readonly<Record<string, unknown>>
  readonly env: Readonly<Record<string, string>>
}

/**
 * Parses `nix derivation show`, both shapes: up to 2.31 a map by store path,
 * later `{derivations, version: 4}` by base name.
 * Errors: `nixAnswer` for anything else.
 */
export function parseDerivations(stdout: string): Derivation[] {
  const top = objectOf(json(stdout))
  const inner = top["derivations"]
  const map = inner === undefined ? top : objectOf(inner)
  return Object.entries(map).map(([key, value]) => {
    const parts = objectOf(value)
    return derivationOf(storePath(key), parts)
  })
}

function derivationOf(drv: string, parts: Record<string, unknown>): Derivation {
  const env = textsOf(objectOf(parts["env"] ?? {}))
  const structured = structuredOf(parts, env)
  const attributes = { ...env, ...structured }
  const say = (key: string) => attributes[key]
  const outputs = Object.entries(objectOf(parts["outputs"] ?? {}))
  return {
    allowSubstitutes: flag(say("allowSubstitutes"), true),
    attributes,
    drv,
    env,
    fixedOutput: outputs.some(([, output]) => "hash" in objectOf(output)),
    inputs: inputsOf(parts),
    name: typeof parts["name"] === "string" ? parts["name"] : nameOf(drv),
    outputs: Object.fromEntries(
      outputs.map(([name, output]) => {
        const { path } = objectOf(output)
        return [name, typeof path === "string" ? storePath(path) : undefined]
      }),
    ),
    preferLocalBuild: flag(say("preferLocalBuild"), false),
    requiredSystemFeatures: wordsOf(say("requiredSystemFeatures")),
    system: String(parts["system"] ?? ""),
  }
}

function inputsOf(parts: Record<string, unknown>): string[] {
  const inputs = objectOf(parts["inputs"] ?? {})
  const drvs = parts["inputDrvs"] ?? inputs["drvs"] ?? {}
  return Object.keys(objectOf(drvs)).map(storePath)
}

/** Attributes of `__structuredAttrs`, by the shape of either version. */
function structuredOf(
  parts: Record<string, unknown>,
  env: Readonly<Record<string, string>>,
): Record<string, unknown> {
  if (parts["structuredAttrs"] !== undefined) {
    return objectOf(parts["structuredAttrs"])
  }
  return env["__json"] === undefined ? {} : objectOf(json(env["__json"]))
}

function storePath(text: string): string {
  return text.startsWith("/") ? text : `/nix/store/${text}`
}

function flag(value: unknown, otherwise: boolean): boolean {
  if (value === undefined) return otherwise
  return value === true || value === "1"
}

function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String)
  return typeof value === "string"
    ? value.split(/\s+/).filter((word) => word !== "")
    : []
}

function textsOf(map: Record<string, unknown>): Record<string, string> {
  const pairs = Object.entries(map).map(([key, value]) => [key, String(value)])
  return Object.fromEntries(pairs)
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value }
  throw fail("nixAnswer", { asked: "nix derivation show" })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw fail("nixAnswer", { asked: "nix derivation show" }, { cause })
  }
}
