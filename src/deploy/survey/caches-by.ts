import { askCaches } from "../../host/caches/ask-caches.ts"
import type { CacheSaid } from "../../nix/build-plan/said.ts"
import { priorityOf } from "../../nix/build-plan/said.ts"
import type { Site } from "../../nix/build-plan/site.ts"
import {
  askCacheInfo,
  askNarinfos,
  largestNarinfo,
} from "../../nix/cache/ask-narinfos.ts"
import { infosOf } from "../../nix/cache/coverage.ts"
import {
  type HttpClient,
  httpClient,
  type HttpOptions,
} from "../../nix/cache/http/http-client.ts"
import type { PathInfo } from "../../nix/cache/path-info.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import type { CacheMemory, Said } from "./cache-memory.ts"

type Given = Pick<Deployment, "config" | "link"> & {
  /** What a cache is asked for that only Nix there can ask: all at once. */
  readonly candidates: readonly string[]
  /** What is in it isn't asked again. */
  readonly memory: Pick<CacheMemory, "caches">
  readonly site: Pick<Site, "caches">
}

/** Caches that are asked step by step. */
type Caches = AsyncDisposable & {
  readonly said: () => readonly CacheSaid[]
  /** Asks those that still answer, side by side. */
  readonly ask: (paths: readonly string[]) => Promise<void>
}

/** How long all the questions to one cache may take, in its own limits. */
const patience = 4

/**
 * The caches of a machine that builds. HTTP goes through its SSH connection, so
 * that its network and names count; its own Nix asks what HTTP alone can't:
 * other stores, what wants a login, and certificates that only it may trust.
 */
export async function cachesBy(
  { candidates, config, link, memory, site }: Given,
  context: Pick<StageContext, "limits" | "signal">,
): Promise<Caches> {
  const { connection, shell } = link
  const { limits } = context
  // OpenSSH has a process of its own for each.
  const streams = connection.client === "openssh" ? 4 : 32
  const options: HttpOptions = {
    answer: limits.cache,
    connect: limits.cacheConnect,
    dial: (port, address) => connection.tcp(port, address),
    largest: largestNarinfo,
    signal: AbortSignal.any([
      context.signal,
      AbortSignal.timeout(patience * limits.cache * 1000),
    ]),
    silence: limits.cacheSilence,
    streams,
  }
  const clients = new Map<string, HttpClient>()
  const caches = new Map<string, Said>(
    await Promise.all(
      site.caches.map(
        async (url) =>
          [url, memory.caches.get(url) ?? (await begin(url))] as const,
      ),
    ),
  )
  for (const [url, said] of caches) memory.caches.set(url, said)
  await askNix()
  return {
    async ask(paths) {
      await Promise.all([...caches.values()].map((said) => more(said, paths)))
      context.signal.throwIfAborted()
    },
    said: () => [...caches.values()],
    async [Symbol.asyncDispose]() {
      for (const client of clients.values()) client[Symbol.dispose]()
    },
  }

  /** One for each cache: what fails at it ends all that it was asked. */
  function clientOf(url: string): HttpClient {
    const client = clients.get(url) ?? httpClient(options)
    clients.set(url, client)
    return client
  }

  async function askNix(): Promise<void> {
    const others = [...caches.values()].filter(
      ({ problem, via }) => via === "nix" && problem === undefined,
    )
    const news = candidates.filter((path) =>
      others.some(({ answers }) => !answers.has(path)),
    )
    if (others.length === 0 || news.length === 0) return
    const only = others.map(({ url }) => url)
    const asked = await askCaches(shell, { config, only, paths: news })
    for (const one of asked.answers) {
      const said = caches.get(one.url)
      const infos = infosOf(one)
      if (said === undefined) continue
      const nothing = "found" in infos && infos.found.length === 0
      // Nix takes it for a cache that has nothing.
      const shut = nothing && said.answers.size === 0 && said.shut
      if ("problem" in infos) said.problem = infos.problem
      else if (shut) said.problem = shut
      else keep(said, news, infos.found)
    }
  }

  async function begin(url: string): Promise<Said> {
    const blank: Pick<Said, "answers" | "others" | "url"> = {
      answers: new Map(),
      others: [],
      url,
    }
    if (!/^https?:\/\//.test(url)) {
      const priority = priorityOf(url, undefined)
      const more = { problem: undefined, shut: undefined, via: "nix" } as const
      return { ...blank, ...more, priority }
    }
    const info = await askCacheInfo(url, clientOf(url))
    const told = info.ask === "answered" ? info.priority : undefined
    const priority = priorityOf(url, told)
    const problem = info.ask === "failed" ? info.problem : undefined
    const via = info.ask === "elsewhere" ? "nix" : "http"
    const shut = info.ask === "elsewhere" ? info.problem : undefined
    return { ...blank, priority, problem, shut, via }
  }

  async function more(said: Said, paths: readonly string[]): Promise<void> {
    if (said.problem !== undefined) return
    const news = paths.filter((path) => !said.answers.has(path))
    // Nix there was asked for all that may matter.
    const asked =
      said.via === "nix"
        ? ({ ask: "answered", found: [], others: [] } as const)
        : await askNarinfos(said.url, news, clientOf(said.url))
    if (asked.ask === "answered") {
      keep(said, news, asked.found)
      said.others.push(...asked.others)
    } else said.problem = asked.problem
  }
}

function keep(
  { answers }: Said,
  paths: readonly string[],
  found: readonly PathInfo[],
): void {
  for (const path of paths) answers.set(path, undefined)
  for (const info of found) answers.set(info.path, info)
}
