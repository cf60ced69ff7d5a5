import { createHash } from "node:crypto"
import { expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { keepBusy, queued } from "./busy-app.ts"
import { declare, listed, modelFleet, modelSite } from "./model-fleet.ts"
import { deployed, sdops } from "./sdops.ts"
import { expectError } from "./untouched.ts"

const folder = "/var/lib/comfyui/models"

async function processOf(host: LabHost): Promise<string> {
  const show = ["systemctl", "show", "-P", "InvocationID", "comfyui.service"]
  return (await host.exec(show)).stdout
}

async function said(host: LabHost): Promise<string> {
  const log = "journalctl -u comfyui-models.service -o cat"
  return (await host.exec(log)).stdout
}

test("models come and go while a job runs, and nothing restarts", async ({
  host,
}) => {
  await using site = await modelSite(`${host.lab.net}.1`)
  await using fleet = await modelFleet(host)
  const first = await deployed(fleet, host.name)
  expect(first.error).toBeUndefined()
  const content = (file: string) => host.exec(["cat", `${folder}/${file}`])
  const before = await processOf(host)
  const url = `http://${host.address}:8188`
  await using app = await keepBusy(host)

  // Added: listed at once.
  const one = site.model("one")
  const two = site.model("two", "pt")
  await declare(fleet, host, { checkpoints: { one }, loras: { two } })
  const added = await deployed(fleet, host.name)
  expect([added.error, added.verdict]).toEqual([undefined, "committed"])
  expect(await listed(host, "checkpoints")).toEqual(["one.safetensors"])
  expect(await listed(host, "loras")).toEqual(["two.pt"])

  // Replaced: ComfyUI is told to load it anew; what points nowhere is told.
  await host.exec(`ln -s /nowhere/x.pt ${folder}/loras/own.pt`)
  const other = site.model("other")
  await declare(fleet, host, { checkpoints: { one: other }, loras: { two } })
  const replaced = await deployed(fleet, host.name)
  expect([replaced.error, replaced.verdict]).toEqual([undefined, "committed"])
  expect((await content("checkpoints/one.safetensors")).stdout).toContain(
    "/other",
  )
  const log = await said(host)
  expect(log).toMatch(/^ComfyUI reloads its models$/m)
  expect(log).toMatch(/^loras\/own\.pt: the file it links to is gone$/m)

  // Removed: gone from the list, what people put there stays.
  await declare(fleet, host, { loras: { two } })
  const removed = await deployed(fleet, host.name)
  expect([removed.error, removed.verdict]).toEqual([undefined, "committed"])
  expect(await listed(host, "checkpoints")).toEqual([])
  expect(await listed(host, "loras")).toEqual(["own.pt", "two.pt"])

  expect(await queued(url)).toBeGreaterThan(0)
  expect(await processOf(host)).toBe(before)
  await app.release()
  const idle = async () => (await queued(url)) === 0
  await waitFor(idle, { deadline: 60, what: "an empty queue" })
})

test("a model that can't be had is refused, and nothing is touched", async ({
  host,
}) => {
  await using site = await modelSite(`${host.lab.net}.1`)
  await using fleet = await modelFleet(host)
  const one = site.model("sound")
  const two = site.model("two", "pt")
  const sum = () =>
    host.exec(["sha256sum", `${folder}/checkpoints/one.safetensors`])
  await declare(fleet, host, { checkpoints: { one }, loras: { two } })
  expect((await deployed(fleet, host.name)).verdict).toBe("committed")

  // Another file than the declared one: refused before anything is touched.
  const wrong = { ...one, sha256: one.sha256.replace(/^./, "f") }
  await declare(fleet, host, { checkpoints: { one: wrong }, loras: { two } })
  const system = await host.system()
  const failed = await deployed(fleet, host.name)
  expectError(failed, {
    code: "SDOPS_HASH_MISMATCH",
    exit: "failed",
    stage: "build",
  })
  expect(await host.system()).toEqual(system)
  expect((await sum()).stdout).toContain(one.sha256)

  // A page, whatever its hash: its own would do for Nix.
  const hash = createHash("sha256").update("<!doctype html><p>no")
  const page = { ...site.model("page"), sha256: hash.digest("hex") }
  await declare(fleet, host, { checkpoints: { one: page }, loras: { two } })
  const paged = await deployed(fleet, host.name)
  expectError(paged, {
    code: "SDOPS_DOWNLOAD_FAILED",
    exit: "failed",
    stage: "build",
  })
  expect(paged.error?.message).toContain("a web page instead of the file")

  // Half a file, whose hash somebody took.
  const cut = site.model("cut")
  await declare(fleet, host, { checkpoints: { one: cut }, loras: { two } })
  const halved = await deployed(fleet, host.name)
  expect(halved.error?.message).toMatch(/\d+ bytes, which end in the header/)

  // A file for who logs in: the way with a token is told.
  const login = site.model("login")
  await declare(fleet, host, { checkpoints: { one: login }, loras: { two } })
  const unknown = await deployed(fleet, host.name)
  expectError(unknown, {
    code: "SDOPS_DOWNLOAD_LOGIN",
    exit: "failed",
    stage: "build",
  })
  expect(unknown.error?.help.join()).toContain("nix-store --add-fixed")

  // No extension: it would never be listed.
  const bare = { ...one, format: "" }
  await declare(fleet, host, { checkpoints: { one: bare } })
  const refused = await sdops(fleet, ["deploy", host.name, "--yes"])
  expect(refused.exit).toBe(2)
  expect(refused.stderr).toMatch(/checkpoints\.one\.format/)
})
