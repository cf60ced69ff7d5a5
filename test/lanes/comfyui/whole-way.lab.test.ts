import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect } from "vitest"
import { deployed, type SdopsOptions } from "../../e2e/sdops.ts"
import { doctor } from "../../e2e/doctor.ts"
import { expectQuiet } from "../../e2e/serves.ts"
import { expectError } from "../../e2e/untouched.ts"
import type { LabFleet } from "../../lab/fleet.ts"
import type { LabHost } from "../../lab/host.ts"
import { test as labTest } from "../../lab/test.ts"
import { waitFor } from "../../lab/wait.ts"
import {
  answers,
  failures,
  images,
  picture,
  post,
  processOf,
  put,
  url,
} from "./real-app.ts"
import { change, edit, node, realFleet, realMounts } from "./real-host.ts"
import { missing, sourceVersion } from "./real-server.ts"
import { recorderPack, sleepFor } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

/** A host with the real ComfyUI; each test goes on where the last one ended. */
const test = labTest
  .extend("host", { scope: "file" }, async ({ launchHost }) =>
    launchHost({ mounts: await realMounts() }),
  )
  .extend("fleet", { scope: "file" }, async ({ host }, { onCleanup }) => {
    const fleet = await realFleet(host)
    onCleanup(() => fleet[Symbol.asyncDispose]())
    return fleet
  })

/** A slow machine's own time: torch is loaded from a cold disk. */
const patient: SdopsOptions = {
  environment: { SDOPS_LIMIT_GATE: "600", SDOPS_LIMIT_READY: "300" },
}
const timeout = 900_000

const deploy = (fleet: LabFleet, host: LabHost) =>
  deployed(fleet, host.name, [], patient)

describe.skipIf(missing)(`a host with a real ComfyUI${why}`, () => {
  test(
    "is deployed, and its own process makes the image",
    { timeout },
    async ({ fleet, host }) => {
      const result = await deploy(fleet, host)

      expect(result.error).toBeUndefined()
      expect(result.verdict).toBe("committed")
      expect(result.image?.smoke).toBe("plumbing")
      const { current } = await host.system()
      expect(current).toBe(result.candidate)
      const line = await processOf(host)
      expect(line).toContain("/share/comfyui/main.py --listen 0.0.0.0 --port")
      const [, main = ""] = /(\/nix\/store\/[^/ ]+)\/share\//.exec(line) ?? []
      const needs = ["nix-store", "--query", "--requisites", current]
      expect((await host.exec(needs)).stdout).toContain(main)
      expect(await failures(host)).toBe("")
      const database = "/var/lib/comfyui/user/comfyui.db"
      expect((await host.exec(["test", "-s", database])).exit).toBe(0)
      expect((await doctor(fleet, [host.name, "--only", "app"])).wrong).toEqual(
        [],
      )
    },
  )

  test(
    "has new flags, a port and an address when its jobs are done",
    { timeout },
    async ({ fleet, host }) => {
      await put(host, "custom_nodes/recorder/__init__.py", recorderPack)
      await host.exec(["systemctl", "restart", "comfyui.service"])
      await answers(host, 8188)
      const jobs = [sleepFor(10), picture(1), picture(2), picture(3)]
      for (const job of jobs) await post(host, 8188, job)
      expect(await images(host)).toBe("")
      await edit(fleet, host, "8188", "8189")
      await edit(fleet, host, "0.0.0.0", host.address)
      const flags = '"options": { "enable-assets": true },'
      await edit(fleet, host, '"port":', `${flags} "port":`)

      const result = await deploy(fleet, host)

      expect(result.error).toBeUndefined()
      expect(result.verdict).toBe("committed")
      const line = await processOf(host)
      expect(line).toContain(` --listen ${host.address} --port 8189 `)
      expect(line).toContain(" --enable-assets ")
      expect(await answers(host, 8189)).toBe(await sourceVersion())
      await expect(fetch(url(host, 8188))).rejects.toThrow("fetch failed")
      const drawn = async () => (await images(host)).split("\n").length === 3
      await waitFor(drawn, { deadline: 240, what: "the jobs' images" })
    },
  )

  test(
    "goes back when it refuses a flag at its start",
    { timeout },
    async ({ fleet, host }) => {
      const before = await host.system()
      const line = await processOf(host)
      const flags = '"extra-options": ["--no-such-flag"],'
      await edit(fleet, host, '"port":', `${flags} "port":`)

      const result = await deploy(fleet, host)

      expect(result.verdict).toBe("rolled-back")
      expect(result.run.exit).toBe(4)
      const said = "main.py: error: unrecognized arguments: --no-such-flag"
      expect(result.error?.evidence.join("\n")).toContain(said)
      expect(await host.system()).toEqual(before)
      expect(await processOf(host)).toBe(line)
      await answers(host, 8189)
      await expectQuiet(host)
      await edit(fleet, host, flags, "")
    },
  )

  test(
    "goes back when a checkpoint is none",
    { timeout },
    async ({ fleet, host }) => {
      const before = await host.system()
      await put(
        host,
        "models/checkpoints/page.safetensors",
        "<!doctype html><title>Sign in</title>",
      )
      const checkpoint = '"gate-checkpoint": "page.safetensors",'
      await edit(fleet, host, '"port":', `${checkpoint} "port":`)

      const result = await deploy(fleet, host)

      const [code, stage] = ["SDOPS_SMOKE_FAILED", "gate"]
      expectError(result, { code, exit: "rolled-back", stage })
      expect(await host.system()).toEqual(before)
      await answers(host, 8189)
      await expectQuiet(host)
      await edit(fleet, host, checkpoint, "")
    },
  )

  test(
    "tells a custom node that it can't import",
    { timeout },
    async ({ fleet, host }) => {
      const before = await host.system()
      await node(fleet, host, "broken", "import no_such_module\n")
      await node(fleet, host, "plain", "NODE_CLASS_MAPPINGS = {}\n")
      await change(
        fleet,
        host,
        `{ services.comfyui.custom-nodes = {
        broken = ./nodes/broken;
        plain = ./nodes/plain;
      }; }`,
      )
      const policy = '"policy": { "failed-nodes": "refuse" },'
      await edit(fleet, host, "{", `{ ${policy}`)

      const refused = await deploy(fleet, host)

      const said =
        "the custom node broken could not be imported: " +
        "No module named 'no_such_module'"
      const [code, stage] = ["SDOPS_NODES_FAILED", "gate"]
      expectError(refused, { code, exit: "rolled-back", stage })
      expect(refused.error?.because).toEqual([said])
      expect(await host.system()).toEqual(before)
      await answers(host, 8189)

      await edit(fleet, host, policy, "")
      const noted = await deploy(fleet, host)

      expect(noted.error).toBeUndefined()
      expect(noted.verdict).toBe("committed")
      expect(noted.notes).toContain(said)
      const seen = await doctor(fleet, [host.name, "--only", "app"])
      expect(seen.wrong).toEqual(["app/nodes warn"])
    },
  )

  test(
    "speaks TLS alone when it has a key",
    { timeout },
    async ({ fleet, host }) => {
      const words = ["certificate", "key"].map(async (name) => {
        const file = `../../fixtures/tls/${name}.pem`
        const text = await readFile(join(import.meta.dirname, file), "utf8")
        await put(host, `tls/${name}.pem`, text)
        const flag = `tls-${name === "key" ? "key" : "cert"}file`
        return `"${flag}": "/var/lib/comfyui/tls/${name}.pem",`
      })
      const flags = (await Promise.all(words)).join(" ")
      await edit(fleet, host, '"enable-assets"', `${flags} "enable-assets"`)

      const result = await deploy(fleet, host)

      expect(result.error).toBeUndefined()
      expect(result.verdict).toBe("committed")
      const page = url(host, 8189).replace("http:", "https:")
      const { stdout } = await host.exec(["curl", "-sfk", page])
      expect(stdout).toContain(await sourceVersion())
      const seen = await doctor(fleet, [host.name, "--only", "app"])
      expect(seen.wrong).toEqual(["app/nodes warn"])
    },
  )
})
