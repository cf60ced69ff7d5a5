import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { smokeResult } from "../../src/deploy/smoke/result.ts"
import { imagesRendered } from "../../src/images/render/result.ts"
import { editFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { declare, listed, modelFleet, modelSite } from "./model-fleet.ts"
import { deployed, sdops } from "./sdops.ts"
import { expectError } from "./untouched.ts"

type Locked = readonly { readonly hash: string }[]

const useOfPictures = `{ lib, mkImage, ... }:
let foxes = map mkImage (lib.importJSON ../../images/fox.lock.json);
in { environment.etc.foxes.text = toString foxes; }`

/** How many jobs a ComfyUI remembers. */
async function rendered(host: LabHost): Promise<number> {
  const answer = await fetch(`http://${host.address}:8188/history`)
  return Object.keys((await answer.json()) as object).length
}

test("the gate makes an image with a declared model", async ({ host }) => {
  await using site = await modelSite(`${host.lab.net}.1`)
  await using fleet = await modelFleet(host)

  const first = await deployed(fleet, host.name)
  expect(first.verdict).toBe("committed")

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

  // Files of the store for other Nix code: made once, each proven by its hash.
  const locking = await json("image", "render", "fox", "--lock")
  expect(imagesRendered.parse(locking).locked).toEqual([
    { file: "images/fox.lock.json", image: "fox" },
  ])
  const lock = join(fleet.root, "images/fox.lock.json")
  await editFleet(fleet, `${host.name}/more.nix`, () => useOfPictures)
  const asked = await rendered(host)
  const used = await deployed(fleet, host.name)
  expect([used.error, used.verdict]).toEqual([undefined, "committed"])
  // Two for the store, and one that proves the deployment.
  expect(await rendered(host)).toBe(asked + 3)
  await editFleet(fleet, `${host.name}/more.nix`, (text) => `${text} # twice`)
  const again = await deployed(fleet, host.name)
  expect([again.error, again.verdict]).toEqual([undefined, "unchanged"])
  expect(await rendered(host)).toBe(asked + 3)
  const sums = await host.exec("sha256sum $(cat /etc/foxes) | cut -c 1-64")
  const hashes = (JSON.parse(await readFile(lock, "utf8")) as Locked).map(
    ({ hash }) => Buffer.from(hash.slice(7), "base64").toString("hex"),
  )
  expect(sums.stdout.trim().split("\n")).toEqual(hashes)

  // Other pixels than those that were locked.
  const wrong = (await readFile(lock, "utf8"))
    .replaceAll("a fox of ours", "another fox")
    .replaceAll('"name": "fox-', '"name": "owl-')
  await writeFile(lock, wrong)
  const other = await deployed(fleet, host.name)
  const failed = { exit: "failed", stage: "build" } as const
  expectError(other, { ...failed, code: "SDOPS_HASH_MISMATCH" })
  expect(other.error?.help).toEqual(["sdops image render owl --lock"])
}, 240_000)
