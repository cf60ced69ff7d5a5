import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  readRecording,
  send,
} from "../../standins/comfyui-contract/recording.ts"
import { waitFor } from "../../lab/wait.ts"
import { freePort } from "../../remote/loopback-sshd.ts"
import { changedSince } from "./changed-since.ts"
import { missing, sourceVersion, spawnReal } from "./real-server.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

type Recorded = {
  readonly log: readonly string[]
  readonly returncode?: number
  readonly timeline?: { readonly rc?: number | null }
  readonly tree_after_start?: readonly string[]
}

/** Torch is loaded from a cold disk. */
const options = { timeout: 320_000 }

describe.skipIf(missing)(`a real ComfyUI's start${why}`, () => {
  let root = ""
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "sdops-real-comfyui-"))
  })
  afterAll(() => rm(root, { force: true, recursive: true }))

  test.for([
    ["empty-base-directory", ["--cpu"]],
    ["mutually-exclusive", ["--lowvram", "--highvram"]],
    ["port-in-use", ["--cpu"]],
    ["unknown-option", ["--cpu", "--no-such-option"]],
  ] as const)("fails as in start/%s", options, async ([name, words]) => {
    const recorded = await readRecording<Recorded>(`start/${name}.json`)
    const base = join(root, name)
    const isEmpty = name.startsWith("empty")
    await mkdir(isEmpty ? base : join(base, "custom_nodes"), {
      recursive: true,
    })
    const taken = createServer().listen(0, "127.0.0.1")
    await once(taken, "listening")
    const { port } = taken.address() as AddressInfo

    const { child, ended, log } = spawnReal(base, port, words)
    await ended
    taken.close()

    const got = [child.exitCode, lastOf(log())]
    const last = recorded.log
      .map((line) => line.replace(/^\[ *[\d.]* ?err\] ?/, ""))
      .at(-1)
      ?.replace("/srv/comfyui/data", base)
      .replace("8195", String(port))
    const wanted = [recorded.returncode ?? recorded.timeline?.rc, last]
    if (changedSince(`start/${name}`, await sourceVersion()))
      expect(got).not.toEqual(wanted)
    else expect(got).toEqual(wanted)
  })

  test("makes its folders as in start/cpu-flag", options, async () => {
    const recorded = await readRecording<Recorded>("start/cpu-flag.json")
    const base = join(root, "cpu-flag")
    await mkdir(join(base, "custom_nodes"), { recursive: true })
    const port = await freePort()
    const { child, ended, log } = spawnReal(base, port, ["--cpu"])
    const call = { method: "GET", path: "/system_stats" }
    const isReady = async () => {
      if (child.exitCode !== null) throw new Error(log())
      const answer = await send(call, port).catch(() => undefined)
      return answer?.status === 200
    }
    await waitFor(isReady, { deadline: 300, every: 0.5, what: "the server" })

    const made = recorded.tree_after_start ?? []

    expect(made.filter((path) => !existsSync(join(base, path)))).toEqual([])
    child.kill("SIGTERM")
    await ended
  })
})

const lastOf = (log: string) => log.trimEnd().split("\n").at(-1)
