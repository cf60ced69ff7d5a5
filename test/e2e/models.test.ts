import { createHash } from "node:crypto"
import { once } from "node:events"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { expect } from "vitest"
import { smokeResult } from "../../src/deploy/smoke/result.ts"
import { imagesRendered } from "../../src/images/render/result.ts"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { keepBusy, queued } from "./busy-app.ts"
import { deployed, sdops } from "./sdops.ts"
import { expectError } from "./untouched.ts"

type Model = Readonly<Record<"format" | "sha256" | "url", string>>
type Models = Readonly<Record<string, Readonly<Record<string, Model>>>>

/** The smallest sound safetensors file: a length and an empty header. */
const safetensors = Buffer.from("02000000000000007b7d", "hex")

/**
 * A site with model files: `/<text>` is a file with that text, but for
 * `/sound`, which is a model.
 */
async function modelSite(address: string) {
  const bytes = (url = "") => {
    if (url === "/sound") return safetensors
    return Buffer.from(url === "/page" ? "<!doctype html><p>no" : url)
  }
  const server = createServer(({ url }, response) => {
    if (url === "/login") response.writeHead(401).end("no")
    else response.end(bytes(url))
  })
  server.listen(0, address)
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  return {
    model: (text: string, format = "safetensors"): Model => ({
      format,
      sha256: createHash("sha256")
        .update(bytes(`/${text}`))
        .digest("hex"),
      url: `http://${address}:${port}/${text}`,
    }),
    async [Symbol.asyncDispose]() {
      server.close()
    },
  }
}

const folder = "/var/lib/comfyui/models"

/** With the wheels that a GTX 1060 has by itself. */
async function modelFleet(host: LabHost): Promise<LabFleet> {
  const hosts = { [host.name]: { gpu: { torch: "wheel" } } }
  return makeFleet([host], { hosts })
}

async function declare(fleet: LabFleet, host: LabHost, models: Models) {
  await editFleet(fleet, `${host.name}.yaml`, (text) => {
    const written = JSON.parse(text)
    written.services.comfyui.models = models
    return JSON.stringify(written)
  })
}

async function listed(host: LabHost, folder: string): Promise<unknown> {
  const answer = await fetch(`http://${host.address}:8188/models/${folder}`)
  return answer.json()
}

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
  expect((await content("checkpoints/one.safetensors")).stdout).toBe("/other")
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

test("the gate makes an image with a declared model", async ({ host }) => {
  await using site = await modelSite(`${host.lab.net}.1`)
  await using fleet = await modelFleet(host)

  // What is no model, whatever its name says: the gate makes an image with it.
  await declare(fleet, host, { checkpoints: { broken: site.model("broken") } })
  const broken = await deployed(fleet, host.name)
  expectError(broken, {
    code: "SDOPS_SMOKE_FAILED",
    exit: "rolled-back",
    stage: "gate",
  })
  expect(broken.error?.evidence.join("\n")).toMatch(/deserializing header/)
  expect(await listed(host, "checkpoints")).not.toContain("broken.safetensors")
  await declare(fleet, host, { checkpoints: { sound: site.model("sound") } })
  const sound = await deployed(fleet, host.name)
  expect([sound.error, sound.verdict]).toEqual([undefined, "committed"])
  expect(sound.image?.smoke).toBe("image")

  // The same proof at any time, and pictures of one's own.
  const json = async (...words: string[]) => {
    const { stdout } = await sdops(fleet, [...words, "--json"])
    return JSON.parse(stdout) as unknown
  }
  const smoked = smokeResult.parse(await json("smoke", host.name))
  const ok = { app: "comfyui", depth: "image", outcome: "ok" }
  expect(smoked.hosts[0]?.apps[0]).toMatchObject(ok)
  expect(smoked.hosts[0]?.apps[0]?.["vram-peak"]).toBeGreaterThan(0)
  const image =
    "prompt: a fox of ours\ncheckpoint: sound\n" +
    "size: 64x64\nsteps: 2\ncount: 2\n"
  await mkdir(join(fleet.root, "images"), { recursive: true })
  await writeFile(join(fleet.root, "images/fox.yaml"), image)
  const outcomes = async (...more: string[]) => {
    const rendered = await json("image", "render", "fox", ...more)
    return imagesRendered.parse(rendered).pictures.map((one) => one.outcome)
  }
  expect(await outcomes()).toEqual(["rendered", "rendered"])
  expect(await outcomes()).toEqual(["up-to-date", "up-to-date"])
  expect(await outcomes("--check")).toEqual(["same", "same"])

  // A workflow of one's own at the gate.
  await editFleet(fleet, `${host.name}.yaml`, (text) => {
    const written = JSON.parse(text)
    written.policy = { smoke: { workflow: "fox" } }
    written.services.comfyui.models.loras = { more: site.model("more") }
    return JSON.stringify(written)
  })
  const proven = await deployed(fleet, host.name)
  expect([proven.error, proven.verdict]).toEqual([undefined, "committed"])
  const kept = await readFile(proven.image?.file ?? "")
  expect(kept.toString("latin1")).toContain("a fox of ours")
}, 240_000)
