import { setTimeout } from "node:timers/promises"
import { strip } from "../../remote/strip.ts"
import { type CacheInfo, parseCacheInfo } from "./cache-info.ts"
import type { Answer, HttpClient } from "./http/http-client.ts"
import { othersMay, whyOf } from "./http/why.ts"
import { parseNarinfo } from "./narinfo.ts"
import type { PathInfos } from "./path-info.ts"
import { parseStorePath } from "../store-path.ts"
import { plainUrl } from "../plain-url.ts"

/** A cache that was asked, or why it wasn't. */
export type Asked<Answers> =
  | ({ readonly ask: "answered" } & Answers)
  /** Nobody gets an answer; the reason names no address. */
  | { readonly ask: "failed"; readonly problem: string }
  /** Only the machine that builds may: it has a login, or trusts it. */
  | { readonly ask: "elsewhere"; readonly problem: string }

/** Bytes of a narinfo: `system-path` refers to thousands of paths. */
export const largestNarinfo = 1_048_576

/** Asks whether a URL is a binary cache for /nix/store. */
export async function askCacheInfo(
  url: string,
  client: HttpClient,
): Promise<Asked<CacheInfo>> {
  const answered = await answerOf(`${plainUrl(url)}/nix-cache-info`, client)
  if (answered.ask !== "answered") return answered
  const { body, status } = answered
  if (status === 404) {
    return failed("it has no nix-cache-info (HTTP 404)")
  }
  if (status === 403) return { ask: "elsewhere", problem: login(status) }
  const info = parseCacheInfo(body.toString("utf8"))
  if (info === undefined) return failed("it is no binary cache")
  const { storeDir = "/nix/store" } = info
  if (storeDir === "/nix/store") return { ask: "answered", ...info }
  return failed(`it is for the store ${strip(storeDir)}, not /nix/store`)
}

/** Questions that a client is given at once. */
const atOnce = 256

/**
 * Asks a cache for paths, many at once. One that fails on one question counts
 * for none, as Nix leaves it out then; its client is disposed, so that what
 * waits isn't asked any more.
 */
export async function askNarinfos(
  url: string,
  paths: readonly string[],
  client: HttpClient,
): Promise<Asked<PathInfos & { readonly others: readonly string[] }>> {
  const { default: pMap } = await import("p-map")
  const base = plainUrl(url)
  let bad: Exclude<Asked<object>, { readonly ask: "answered" }> | undefined
  const found: PathInfos["found"][number][] = []
  const missing: string[] = []
  const others: string[] = []
  await pMap(
    paths,
    async (path) => {
      if (bad !== undefined) return
      const at = `${base}/${parseStorePath(path).hash}.narinfo`
      const answered = await answerOf(at, client)
      if (answered.ask !== "answered") {
        bad ??= answered
        client[Symbol.dispose]()
        return
      }
      if (answered.status !== 200) {
        missing.push(path)
        return
      }
      const info = parseNarinfo(answered.body.toString("utf8"))
      if (info?.path === path) found.push(info)
      // Nix takes another path's narinfo for none, and says so.
      else others.push(path)
    },
    { concurrency: atOnce },
  )
  return bad ?? { ask: "answered", found, missing, others }
}

/** One answer; what is overloaded is asked once more. */
async function answerOf(
  url: string,
  client: HttpClient,
): Promise<Asked<Answer>> {
  for (let turn = 1; ; turn += 1) {
    try {
      const answer = await client.get(new URL(url))
      const { status } = answer
      if (status === 200 || [403, 404, 410].includes(status)) {
        return { ask: "answered", ...answer }
      }
      if (status === 401 || status === 407) {
        return { ask: "elsewhere", problem: login(status) }
      }
      if (turn > 1 || (status < 500 && status !== 429)) {
        return failed(`HTTP ${status}`)
      }
      await setTimeout(pause)
    } catch (error) {
      const ask = othersMay(error) ? "elsewhere" : "failed"
      return { ask, problem: strip(whyOf(error)) }
    }
  }
}

/** Milliseconds. */
const pause = 200

function failed(problem: string) {
  return { ask: "failed", problem } as const
}

function login(status: number): string {
  return `it requires a login (HTTP ${status})`
}
