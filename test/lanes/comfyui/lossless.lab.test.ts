import { describe } from "vitest"
import {
  type Kind,
  kinds,
  losesNone,
  losesNoneAlone,
  losesNoneIn,
  troubles,
} from "../../e2e/loses-none.ts"
import { portOf } from "../../e2e/long-queue.ts"
import { keepPosting, type Posting } from "../../e2e/posting.ts"
import { deployed } from "../../e2e/sdops.ts"
import type { LabHost } from "../../lab/host.ts"
import { test as labTest } from "../../lab/test.ts"
import { answers, post, put } from "./real-app.ts"
import { node, realFleet, realMounts } from "./real-host.ts"
import { missing } from "./real-server.ts"
import { recorderPack, sleepFor } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

/** A slow machine's own time: torch is loaded from a cold disk. */
const limits = {
  SDOPS_LIMIT_GATE: "600",
  SDOPS_LIMIT_QUEUE: "300",
  SDOPS_LIMIT_READY: "300",
}

/** A host whose real ComfyUI serves and can be kept busy. */
const test = labTest
  .extend("host", { scope: "file" }, async ({ launchHost }) =>
    launchHost({ mounts: await realMounts() }),
  )
  .extend("serving", { scope: "file" }, async ({ host }, { onCleanup }) => {
    const fleet = await realFleet(host)
    onCleanup(() => fleet[Symbol.asyncDispose]())
    await node(fleet, host, "plain", "NODE_CLASS_MAPPINGS = {}\n")
    const environment = limits
    const first = await deployed(fleet, host.name, [], { environment })
    if (first.verdict !== "committed") throw new Error(first.error?.message)
    await put(host, "custom_nodes/recorder/__init__.py", recorderPack)
    await host.exec(["systemctl", "restart", "comfyui.service"])
    await answers(host, 8188)
    return fleet
  })

const allKinds: readonly Kind[] = [
  ...kinds,
  {
    kind: "another port",
    nix: "services.comfyui.port = lib.mkForce 8199;",
  },
  {
    kind: "a custom node",
    nix: "services.comfyui.custom-nodes.plain = ./nodes/plain;",
  },
]

/** Jobs of which the first one lasts for a while. */
async function busyQueue(host: LabHost): Promise<Posting> {
  const port = await portOf(host)
  await post(host, port, sleepFor(30))
  return keepPosting(host, { port })
}

const timeout = 900_000

describe.skipIf(missing)(`jobs of a real ComfyUI${why}`, () => {
  test.for(allKinds)(
    "$kind loses none",
    { timeout },
    (row, { host, serving }) => losesNone(row, { host, limits, serving }),
  )

  test.for(troubles)(
    "$fault: no job is lost",
    { timeout },
    (row, { host, serving }) => {
      const own = { SDOPS_LIMIT_QUEUE: "300", SDOPS_LIMIT_READY: "60" }
      return losesNoneIn(row, { host, limits: own, serving }, busyQueue)
    },
  )

  test(
    "sdops killed in the gate: no job is lost",
    { timeout },
    ({ host, serving }) =>
      losesNoneAlone({
        host,
        limits: { SDOPS_LIMIT_READY: "60" },
        serving,
      }),
  )
})
