import { createHash } from "node:crypto"
import { limitsFrom } from "../src/limits.ts"
import {
  askCacheInfo,
  askNarinfos,
  largestNarinfo,
} from "../src/nix/cache/ask-narinfos.ts"
import { httpClient } from "../src/nix/cache/http/http-client.ts"
import { generateKeyPair } from "../src/nix/cache/signing-key.ts"
import type { Dial } from "../src/nix/cache/http/stream-to.ts"
import { connect } from "../src/remote/connect.ts"
import type { LabHost } from "../test/lab/host.ts"
import { httpCache } from "../test/lab/http-cache.ts"
import { launch } from "../test/lab/launch.ts"
import { putPath } from "../test/lab/put-path.ts"
import { dialFromHere } from "../test/nix/cache/http-caches.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, row } from "./benchmark.ts"

const count = 3000
const runs = 3

const paths = Array.from({ length: count }, (_, at) => {
  const hex = createHash("sha256").update(`${at}`).digest("hex")
  return `/nix/store/${hex.replaceAll("e", "z").slice(0, 32)}-path-${at}`
})

/**
 * On a rehearsal host: 3,000 questions to one cache, which has every second
 * path: through the host's SSH connection, from this machine, and by the host's
 * own Nix. The cache is served by the process that asks, so ours are too slow.
 */
export const questions: Benchmark = {
  name: "questions",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using cache = await httpCache(lab)
    const key = generateKeyPair("rehearsal-1")
    for (const [at, path] of paths.entries()) {
      if (at % 2 === 0) putPath(cache, path, { key })
    }
    const ours: number[] = []
    const near: number[] = []
    const theirs: number[] = []
    for (let turn = 0; turn < runs; turn += 1) {
      ours.push(await asked(host, cache.url))
      near.push(await ask(cache.url, dialFromHere))
      theirs.push(await askedByNix(host, cache.url))
    }
    const peer = { name: "nix path-info", values: theirs }
    return [
      row(`${count} questions, through SSH`, ours, peer, "s"),
      row(`${count} questions, from here`, near, peer, "s"),
    ]
  },
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
  const streams = 32
  using client = httpClient({
    answer: limits.cache,
    connect: limits.cacheConnect,
    dial,
    largest: largestNarinfo,
    signal,
    silence: limits.cacheSilence,
    streams,
  })
  const began = performance.now()
  await askCacheInfo(url, client)
  const said = await askNarinfos(url, paths, { client, streams })
  if (said.ask !== "answered") throw new Error(said.problem)
  if (said.found.length !== count / 2) throw new Error("too few")
  return (performance.now() - began) / 1000
}

async function askedByNix(host: LabHost, url: string): Promise<number> {
  const began = performance.now()
  const ran = await host.exec(
    `XDG_CACHE_HOME=$(mktemp -d) \\
      nix --extra-experimental-features nix-command \\
      path-info --json --store ${url} --option substituters '' \\
      $(cat) | wc -c`,
    { input: paths.join(" ") },
  )
  if (ran.exit !== 0) throw new Error(ran.stderr)
  return (performance.now() - began) / 1000
}
