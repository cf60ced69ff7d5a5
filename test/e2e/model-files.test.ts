import { randomBytes } from "node:crypto"
import { expect } from "vitest"
import { modelsPrefetched, modelsVerified } from "../../src/models/result.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { httpCache } from "../lab/http-cache.ts"
import { test } from "../lab/test.ts"
import { type ModelSites, modelSites, token } from "../models/sites.ts"
import {
  type Content,
  contentOf,
  header,
  safetensors,
} from "../standins/model-sites/content.ts"
import { deployed, sdops, type SdopsRun } from "./sdops.ts"

const size = 3_000_000
const ink = contentOf(
  Buffer.concat([header({ "lora.x": size }), randomBytes(size)]),
)
const vae = contentOf(safetensors({ "decoder.conv_in.weight": 400 }))

/** Version 2 on civitai, behind a login, is this file. */
const behindLogin = (content: Content) => {
  const files = [{ content, name: "i.safetensors" }]
  const versions = [{ files, id: 2, login: true }]
  return [{ id: 1, name: "Ink", type: "LORA", versions }]
}
const corpus = {
  models: behindLogin(ink),
  repositories: { "a/b": { files: { "x.safetensors": vae } } },
}

/** Declarations; an odd name is one in the store, too. */
const models = {
  loras: { "ink (v2) & more": model("civitai.com/api/download/models/2", ink) },
  vae: { x: model("huggingface.co/a/b/resolve/main/x.safetensors", vae) },
}

function model(place: string, { sha256 }: Pick<Content, "sha256">) {
  return { format: "safetensors", sha256, url: `https://${place}` }
}

async function fleetOf(
  hosts: readonly LabHost[],
  sites: ModelSites,
  declared: object = models,
  fleet: Readonly<Record<string, unknown>> = {},
) {
  const mirrors = {
    civitai: { mirror: sites.civitai.url, token: "env:MY_TOKEN" },
    "hugging-face": { mirror: sites.huggingFace.url },
  }
  // NixOS has it in its system path (config/system-path.nix); they have not.
  for (const host of hosts)
    await host.exec("ln -sfn /usr/bin/curl /run/wrappers/bin/curl")
  const own = {
    gpu: { torch: "wheel" },
    services: { comfyui: { models: declared } },
  }
  return makeFleet(hosts, {
    fleet: { "model-sites": mirrors, ...fleet },
    hosts: Object.fromEntries(hosts.map(({ name }) => [name, own])),
  })
}

const environment = { MY_TOKEN: token }

function prefetchedIn(run: SdopsRun) {
  return modelsPrefetched.parse(JSON.parse(run.stdout))
}

test("what is prefetched is deployed without the site", async ({ host }) => {
  await using sites = await modelSites(corpus, `${host.lab.net}.1`)
  await using fleet = await fleetOf([host], sites)
  const prefetch = () =>
    sdops(fleet, ["models", "prefetch", host.name, "--json"], { environment })

  // Cut at every tenth, it comes whole.
  const tenths = Array.from({ length: 9 }, (_, n) => ((n + 1) * size) / 10)
  sites.storage.faults.cuts.push(...tenths)
  const run = await prefetch()
  const [first] = prefetchedIn(run).hosts
  expect(first?.error).toBeUndefined()
  expect(first?.models.map(({ bytes, outcome }) => [bytes, outcome])).toEqual([
    [ink.size, "fetched"],
    [vae.size, "fetched"],
  ])
  expect(sites.storage.faults.cuts).toEqual([])
  expect(sites.storage.leaks).toEqual([])
  const asked = sites.storage.requests.length
  const again = prefetchedIn(await prefetch()).hosts[0]?.models
  expect(again?.map(({ outcome }) => outcome)).toEqual(["there", "there"])

  // Neither the token nor a part of a file is left anywhere.
  expect(run.stdout + run.stderr).not.toContain(token)
  const left = await host.exec(`
    ls /nix/var/sdops/models | grep -c part$ || true
    journalctl --no-pager | grep -cF '${token}' || true
    grep -rlF '${token}' /tmp /run /root /var /etc /nix/var \\
      2>/dev/null || true`)
  expect(left.stdout).toBe("0\n0\n")

  // It outlives a collection of garbage, and is not fetched again.
  const dead = await host.exec("nix-store --gc --print-dead 2>/dev/null")
  for (const { path } of first?.models ?? [])
    expect(dead.stdout).not.toContain(path)
  const result = await deployed(fleet, host.name)
  expect([result.error, result.verdict]).toEqual([undefined, "committed"])
  expect(sites.storage.requests).toHaveLength(asked)
  const verify = () => sdops(fleet, ["models", "verify", host.name, "--json"])
  const sound = await verify()
  expect(sound.exit).toBe(0)
  const [seen] = modelsVerified.parse(JSON.parse(sound.stdout)).hosts
  expect(seen?.models).toEqual([
    {
      bytes: ink.size,
      file: "loras/ink (v2) & more.safetensors",
      is: "ok",
      sha256: ink.sha256,
    },
    {
      bytes: vae.size,
      file: "vae/x.safetensors",
      is: "ok",
      sha256: vae.sha256,
    },
  ])

  // What somebody has put in their places since is found.
  await host.exec(`
    cd /var/lib/comfyui/models
    rm loras/ink* && echo moose >'loras/ink (v2) & more.safetensors'
    ln -sfn /nowhere vae/x.safetensors`)
  const broken = await verify()
  expect(broken.exit).toBe(1)
  const [found] = modelsVerified.parse(JSON.parse(broken.stdout)).hosts
  expect(found?.models.map(({ is }) => is)).toEqual(["changed", "dangling"])
})

test("what can't be fetched is told, and goes on later", async ({ host }) => {
  await using sites = await modelSites(corpus, `${host.lab.net}.1`)
  const other = contentOf(
    Buffer.concat([header({ "lora.y": size }), randomBytes(size)]),
  )
  const wrong = {
    ...model("huggingface.co/a/b/resolve/main/x.safetensors", other),
  }
  const fresh = { models: behindLogin(other) }
  await using later = await modelSites(fresh, `${host.lab.net}.1`)
  const errorOf = async (
    declared: object,
    from: ModelSites,
    secrets: Readonly<Record<string, string>> = environment,
  ) => {
    await using fleet = await fleetOf([host], from, declared)
    const words = ["models", "prefetch", host.name, "--json"]
    const run = await sdops(fleet, words, { environment: secrets })
    return prefetchedIn(run).hosts[0]?.error
  }
  expect(await errorOf({ vae: { x: wrong } }, sites)).toMatchObject({
    code: "SDOPS_HASH_MISMATCH",
    host: host.name,
  })
  const secret = model("civitai.com/api/download/models/2", other)
  const loras = { o: secret }
  const bad = { MY_TOKEN: "moose" }
  expect(await errorOf({ loras }, later, bad)).toMatchObject({
    code: "SDOPS_MODEL_LOGIN",
  })
  later.civitai.faults.page = true
  expect(await errorOf({ loras }, later)).toMatchObject({
    code: "SDOPS_MODEL_UNFIT",
  })
  later.civitai.faults.page = false

  // Room for the download and the store's copy of it.
  const parts = "/nix/var/sdops/models"
  await host.exec(`mount -t tmpfs -o size=2m none ${parts}`)
  const full = await errorOf({ loras }, later)
  await host.exec(`umount ${parts}`)
  expect(full).toMatchObject({
    code: "SDOPS_MODEL_DISK",
    message: expect.stringMatching(/ MB free, and it takes 6 MB/),
  })

  // Cut, then gone; the next time goes on from there.
  later.storage.faults.cuts.push(2_000_000)
  later.civitai.faults.statuses.push(200, 200, 404)
  expect(await errorOf({ loras }, later)).toMatchObject({
    code: "SDOPS_MODEL_NOT_FETCHED",
    message: expect.stringContaining("404"),
  })
  const part = await host.exec("stat -c %s /nix/var/sdops/models/*.part")
  expect(Number(part.stdout)).toBeGreaterThan(1_000_000)
  later.civitai.faults.limits.push({ "retry-after": "1" })
  expect(await errorOf({ loras }, later)).toBeUndefined()
  const kept = await host.exec("ls /nix/var/nix/gcroots/sdops/models")
  expect(kept.stdout).toContain(other.sha256)
  // Of the test before, and not declared any more.
  expect(kept.stdout).not.toContain(ink.sha256)
})

test("with a cache, a file of many hosts is fetched once", async ({
  host,
  launchHost,
}) => {
  const second = await launchHost()
  await using cache = await httpCache(host.lab)
  const key = `cache-1:${"A".repeat(43)}=`
  const vast = contentOf(
    Buffer.concat([header({ "lora.z": size }), randomBytes(size)]),
  )
  const own = { models: behindLogin(vast) }
  await using mine = await modelSites(own, `${host.lab.net}.1`)
  const declared = {
    diffusion_models: {
      "flux-v": model("civitai.com/api/download/models/2", vast),
    },
  }
  const caches = [{ key, url: cache.url }]
  const hosts = [host, second]
  await using fleet = await fleetOf(hosts, mine, declared, { caches })
  const words = ["models", "prefetch", "all", "--to", cache.url, "--json"]
  const run = await sdops(fleet, words, { environment })
  const result = prefetchedIn(run)
  expect(result.hosts.map(({ error }) => error)).toEqual([undefined, undefined])
  const outcomes = result.hosts.flatMap((one) =>
    one.models.map(({ outcome }) => outcome),
  )
  expect(outcomes.toSorted()).toEqual(["cached", "fetched"])
  const [{ warning } = {}] = result.hosts[0]?.models ?? []
  expect(warning).toMatch(/^Flux wants about 12 GB of VRAM, and .* has 6: /)
  const downloads = mine.storage.requests.filter((line) => line.includes("GET"))
  // A look at its beginning, and the file.
  expect(downloads).toHaveLength(2)
})
