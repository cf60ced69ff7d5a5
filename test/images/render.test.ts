import { mkdir, readdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { describe, expect } from "vitest"
import type { AppContext } from "../../src/apps/app.ts"
import type { Image } from "../../src/inventory/images/image.ts"
import { type Job, jobsOf } from "../../src/images/render/job.ts"
import { type Kept, kept } from "../../src/images/render/keep.ts"
import { provenance } from "../../src/images/render/provenance.ts"
import { renderOn } from "../../src/images/render/render.ts"
import { rendererAt } from "../../src/images/render/renderer.ts"
import type { RenderEvent } from "../../src/images/render/result.ts"
import { type OnHand, test } from "../apps/comfyui-on-hand.ts"
import { localPlace, postJob, quickContext } from "../apps/local-place.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { imageOf, onHand } from "./declarations.ts"

const small = { checkpoint: "pony-xl-v6", size: "16x16", steps: 1 }

function image(name: string, count: number, said: object = {}): Image {
  return { ...imageOf({ ...small, count, prompt: name, ...said }), name }
}

async function stock(server: OnHand): Promise<OnHand> {
  for (const [kind, names] of Object.entries(onHand))
    for (const name of names) {
      const file = join(server.base, "models", kind, name)
      await mkdir(dirname(file), { recursive: true })
      await server.model(kind, name)
    }
  return server
}

const declared = {
  services: {
    comfyui: {
      models: {
        checkpoints: {
          "pony-xl-v6": {
            format: "safetensors",
            hash: `sha256-${Buffer.alloc(32, 7).toString("base64")}`,
            url: "https://example.org",
          },
        },
      },
    },
  },
}

function contextOf(emit: (event: RenderEvent) => void = () => {}) {
  const { limits, signal } = quickContext({ answer: 2, image: 20 })
  const confirm = async () => {}
  return { confirm, emit, environment: {}, limits, signal }
}

async function renderersOf(servers: readonly OnHand[]) {
  return Promise.all(
    servers.map((server, at) =>
      rendererAt(
        localPlace(server.port),
        { name: `host-${at}`, ...declared },
        contextOf() as unknown as AppContext,
      ),
    ),
  )
}

async function rendering(root: string, jobs: readonly Job[], check = false) {
  const there = new Map<Job, Kept>()
  for (const job of jobs) {
    const found = await kept(root, job)
    if (found !== undefined) there.set(job, found)
  }
  const lost: string[] = []
  const lose = (host: string) => lost.push(host)
  return { input: { check, tolerance: 2 }, lose, lost, root, there }
}

describe("rendering", () => {
  test("200 pictures on 5 hosts, one of which dies, makes each once", async ({
    comfyui,
  }) => {
    const servers = await Promise.all([1, 2, 3, 4, 5].map(() => comfyui()))
    await Promise.all(servers.map(stock))
    const renderers = await renderersOf(servers)
    const jobs = jobsOf([image("fox", 120), image("owl", 80)])
    const root = await makeFleet({})
    const asked = await rendering(root, jobs)
    let stopped: Promise<void> | undefined
    const context = contextOf((event) => {
      if (event.event === "picture-ended" && event.done === 60)
        stopped = servers[2]?.stop()
    })
    const results = await renderOn(renderers, jobs, { ...asked, context })
    await stopped
    expect(asked.lost).toEqual(["host-2"])
    expect(
      results.filter(({ outcome }) => outcome === "rendered"),
    ).toHaveLength(200)
    const names = results.map((one) => `${one.image} ${one.number}`)
    expect(new Set(names).size).toBe(200)
    for (const [name, count] of [
      ["fox", 120],
      ["owl", 80],
    ] as const) {
      const files = await readdir(join(root, "renders", name))
      expect(files).toHaveLength(count * 2)
    }
    const seeds = new Set<string>()
    for (const { file = "" } of results) {
      const path = join(root, file.replace(".png", ".json"))
      const told = provenance.parse(JSON.parse(await readFile(path, "utf8")))
      expect(told).toMatchObject({
        gpu: "cuda:0 NVIDIA GeForce GTX 1060 6GB : cudaMallocAsync",
        models: [
          {
            file: "pony-xl-v6.safetensors",
            folder: "checkpoints",
            sha256: "07".repeat(32),
          },
        ],
        versions: { comfyui: "0.3.64", python: "3.12.3" },
      })
      seeds.add(`${told.image} ${told.seed}`)
    }
    expect(seeds.size).toBe(200)
    expect(new Set(results.map(({ host }) => host)).size).toBe(5)
  }, 60_000)

  test("leaves alone what is whole and as declared", async ({ comfyui }) => {
    const renderers = await renderersOf([await stock(await comfyui())])
    const root = await makeFleet({})
    const context = contextOf()
    const jobs = jobsOf([image("fox", 2)])
    await renderOn(renderers, jobs, {
      ...(await rendering(root, jobs)),
      context,
    })
    const more = jobsOf([image("fox", 3)])
    const found = await Promise.all(more.map((job) => kept(root, job)))
    expect(
      found.map((one, at) => one?.provenance.declaration === more[at]?.digest),
    ).toEqual([true, true, false])
    const [other] = jobsOf([image("fox", 2, { steps: 2 })])
    const before = other && (await kept(root, other))
    expect(before?.provenance.declaration).not.toBe(other?.digest)
  })

  test("again, to check, isn't fooled by the server's cache", async ({
    comfyui,
  }) => {
    const server = await stock(await comfyui())
    const renderers = await renderersOf([server])
    const root = await makeFleet({})
    const context = contextOf()
    const jobs = jobsOf([image("fox", 1)])
    await renderOn(renderers, jobs, {
      ...(await rendering(root, jobs)),
      context,
    })
    const asked = await rendering(root, jobs, true)
    const [same] = await renderOn(renderers, jobs, { ...asked, context })
    expect(same).toMatchObject({ largest: 0, outcome: "same" })
    const [job] = jobs
    const changed = jobsOf([image("fox", 1, { prompt: "another" })])
    const kept1 = job && (await kept(root, job))
    const there = new Map(changed.map((one) => [one, kept1 as Kept]))
    const [different] = await renderOn(renderers, changed, {
      ...asked,
      context,
      there,
    })
    expect(different).toMatchObject({ outcome: "different" })
    expect(different?.mean).toBeGreaterThan(10)
  })

  test("lets others' jobs go first", async ({ comfyui }) => {
    const server = await stock(await comfyui())
    await server.fault("job-seconds", "0.3")
    const renderers = await renderersOf([server])
    await postJob(server.url, 1)
    await postJob(server.url, 2)
    const root = await makeFleet({})
    const jobs = jobsOf([image("fox", 1)])
    const asked = { ...(await rendering(root, jobs)), context: contextOf() }
    await renderOn(renderers, jobs, asked)
    const answer = await fetch(`${server.url}/history`)
    const history = Object.values((await answer.json()) as object)
    expect(history).toHaveLength(3)
    expect(JSON.stringify(history.at(-1))).toContain("KSampler")
  })

  test("leaves a picture to the host that has its models", async ({
    comfyui,
  }) => {
    const [bare, full] = [await comfyui(), await stock(await comfyui())]
    const renderers = await renderersOf([bare, full])
    const root = await makeFleet({})
    const jobs = jobsOf([image("fox", 3)])
    const asked = { ...(await rendering(root, jobs)), context: contextOf() }
    const results = await renderOn(renderers, jobs, asked)
    expect(results.map(({ host }) => host)).toEqual(Array(3).fill("host-1"))
  })

  test.for([
    ["black-image", "IMAGE_FAILED", "the picture is black"],
    ["out-of-memory", "OUT_OF_MEMORY", "ran out of GPU memory"],
  ] as const)(
    "tells of %s, and goes on",
    async ([fault, code, words], { comfyui }) => {
      const server = await stock(await comfyui())
      await server.fault(fault)
      const renderers = await renderersOf([server])
      const root = await makeFleet({})
      const jobs = jobsOf([image("fox", 2)])
      const asked = { ...(await rendering(root, jobs)), context: contextOf() }
      const results = await renderOn(renderers, jobs, asked)
      for (const { error, outcome } of results) {
        expect(outcome).toBe("failed")
        expect(error?.code).toBe(`SDOPS_${code}`)
        expect(error?.message).toContain(words)
      }
    },
  )

  test("names what no host has, with the place in the file", async ({
    comfyui,
  }) => {
    const renderers = await renderersOf([await stock(await comfyui())])
    const root = await makeFleet({})
    const jobs = jobsOf([image("fox", 1, { sampler: "eular" })])
    const asked = { ...(await rendering(root, jobs)), context: contextOf() }
    const [result] = await renderOn(renderers, jobs, asked)
    expect(result?.error?.because[0]).toMatch(
      /x.yaml:1:1 sampler: the server has no sampler "eular"; did you mean/u,
    )
  })
})
