import { z } from "zod"
import { ask, type Facts } from "../facts.ts"
import askCachesScript from "./ask-caches.sh"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

export type CacheQuestion = {
  /** Text of NIX_CONFIG: caches and keys beside the host's own. */
  readonly config: string
  /** URLs of caches; without them, all that the host's Nix has. */
  readonly only?: readonly string[]
  readonly paths: readonly string[]
  /** And what is heavy of this system, by a pattern of store names. */
  readonly system?: {
    readonly drv: string
    readonly heavy: string
    readonly toplevel: string
  }
}

/** What one cache said to `nix path-info`, as it came. */
export type CacheAnswer = {
  readonly url: string
  /** Of timeout(1): 124 for a cache that was too slow. */
  readonly exit: number
  readonly json: string
  readonly stderr: string
}

export type AskedCaches = {
  /** Every path that the caches were asked for. */
  readonly asked: readonly string[]
  /** Those that the host has. */
  readonly valid: readonly string[]
  readonly answers: readonly CacheAnswer[]
  /** Keys that the host's Nix trusts, ours among them. */
  readonly keys: readonly string[]
  /** False: Nix takes what nobody has signed. */
  readonly requireSigs: boolean
}

/**
 * Asks every cache of a host, and those of `config`, for paths; from the host,
 * side by side, in one round trip. A cache that doesn't answer is an answer.
 * Errors: those of `ask`.
 */
export async function askCaches(
  shell: HostShell,
  input: CacheQuestion,
): Promise<AskedCaches> {
  const limit = Math.ceil(shell.limits.cache)
  const words = (paths: readonly string[]) =>
    paths.map((path) => storePathSchema.parse(path)).join(" ")
  const facts = await ask(shell, {
    deadline: 2 * limit + shell.limits.probe,
    during: "asking the caches",
    script: askCachesScript,
    variables: {
      config: input.config,
      heavy: input.system?.heavy ?? "",
      limit: String(limit),
      only: (input.only ?? []).map(urlIn).join(" "),
      paths: words(input.paths),
      system_drv: words([input.system?.drv ?? []].flat()),
      toplevel: words([input.system?.toplevel ?? []].flat()),
    },
  })
  const settings = settingsIn(facts.get("settings") ?? "")
  const count = z.coerce.number().int().parse(facts.get("caches"))
  return {
    answers: Array.from({ length: count }, (_, at) => answerIn(facts, at + 1)),
    asked: wordsOf(facts.get("asked")),
    keys: wordsOf(settings.get("trusted-public-keys")),
    requireSigs: settings.get("require-sigs") !== "false",
    valid: wordsOf(facts.get("valid")),
  }
}

/** A URL as Nix's settings have it. Errors: `TypeError` for a blank. */
function urlIn(url: string): string {
  if (/^[^\s*?[\]]+(\?[^\s*?[\]]*)?$/.test(url)) return url
  throw new TypeError(`${JSON.stringify(url)} is no URL of a cache`)
}

function answerIn(facts: Facts, number: number): CacheAnswer {
  const of = (name: string) => facts.get(`cache.${number}.${name}`) ?? ""
  return {
    exit: Number(of("exit")),
    json: of("json"),
    stderr: of("stderr"),
    url: of("url"),
  }
}

function settingsIn(text: string): ReadonlyMap<string, string> {
  const rows = text.split("\n").flatMap((line) => {
    const [, name, value] = /^([a-z-]+) = ?(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value ?? ""] as const]
  })
  return new Map(rows)
}

function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "")
}
