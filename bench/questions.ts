import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { limitsFrom } from "../src/limits.ts"
import {
  askCacheInfo,
  askNarinfos,
  largestNarinfo,
} from "../src/nix/cache/ask-narinfos.ts"
import { httpClient } from "../src/nix/cache/http/http-client.ts"
import type { Dial } from "../src/nix/cache/http/stream-to.ts"
import { parseStorePath } from "../src/nix/store-path.ts"
import { connect } from "../src/remote/connect.ts"
import type { LabHost } from "../test/lab/host.ts"
import { launch } from "../test/lab/launch.ts"
import { dialFromHere } from "../test/nix/cache/http-caches.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { askedPaths } from "./asked-paths.ts"
import { type Benchmark, row } from "./benchmark.ts"

const runs = 3

/**
 * On a rehearsal host: 3,000 questions to one cache, which has every second
 * path: through the host's SSH connection, from this machine, and by the host's
 * own Nix. The cache is a process of its own; what it takes by itself is shown
 * by a client that does next to nothing: all questions at once on one stream.
 */
export const questions: Benchmark = {
  name: "questions",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using cache = await served()
    const ours: number[] = []
    const near: number[] = []
    const bare: number[] = []
    const theirs: number[] = []
    for (let turn = 0; turn < runs; turn += 1) {
      ours.push(await asked(host, cache.url))
      near.push(await ask(cache.url, dialFromHere))
      bare.push(await askedAtOnce(cache.url))
      theirs.push(await askedByNix(host, cache.url))
    }
    const peer = { name: "nix path-info", values: theirs }
    const count = `${askedPaths.length} questions`
    return [
      row(`${count}, through SSH`, ours, peer, "s"),
      row(`${count}, from here`, near, peer, "s"),
      row(`${count}, the cache's own part`, bare, peer, "s"),
    ]
  },
}

/** The cache, as long as it is needed. */
async function served() {
  const child = fork(join(import.meta.dirname, "serve-cache.ts"))
  const [url] = (await once(child, "message")) as [string]
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit")
      child.disconnect()
      await ended
    },
  }
}

/** Sends all of it, and reads until the cache has closed. */
async function askedAtOnce(url: string): Promise<number> {
  const { host, hostname, port } = new URL(url)
  const stream = await dialFromHere(Number(port), hostname)
  const began = performance.now()
  const questions = askedPaths.map((path, at) => {
    const last = at === askedPaths.length - 1 ? "Connection: close\r\n" : ""
    const { hash } = parseStorePath(path)
    return `GET /${hash}.narinfo HTTP/1.1\r\nHost: ${host}\r\n${last}\r\n`
  })
  stream.write(questions.join(""))
  const answers = (await text(stream)).split("HTTP/1.1 ").length - 1
  if (answers !== askedPaths.length) throw new Error("too few")
  return (performance.now() - began) / 1000
}

async function asked(host: LabHost, url: string): Promise<number> {
  const { signal } = new AbortController()
  const environment = { ...process.env, SDOPS_SSH_CONFIG: host.sshConfig }
  const limits = limitsFrom({})
  const { address, hostKey, name } = host
  await using connection = await connect(
    { address, hostKey, name, port: undefined, user: "root" },
    { environment, limits, signal },
  )
  return await ask(url, (port, at) => connection.tcp(port, at))
}

async function ask(url: string, dial: Dial): Promise<number> {
  const { signal } = new AbortController()
  const limits = limitsFrom({})
  using client = httpClient({
    answer: limits.cache,
    connect: limits.cacheConnect,
    dial,
    largest: largestNarinfo,
    signal,
    silence: limits.cacheSilence,
    streams: 32,
  })
  const began = performance.now()
  await askCacheInfo(url, client)
  const said = await askNarinfos(url, askedPaths, client)
  if (said.ask !== "answered") throw new Error(said.problem)
  if (said.found.length !== askedPaths.length / 2) throw new Error("too few")
  return (performance.now() - began) / 1000
}

async function askedByNix(host: LabHost, url: string): Promise<number> {
  const began = performance.now()
  const ran = await host.exec(
    `XDG_CACHE_HOME=$(mktemp -d) \\
      nix --extra-experimental-features nix-command \\
      path-info --json --store ${url} --option substituters '' \\
      $(cat) | wc -c`,
    { input: askedPaths.join(" ") },
  )
  if (ran.exit !== 0) throw new Error(ran.stderr)
  return (performance.now() - began) / 1000
}
