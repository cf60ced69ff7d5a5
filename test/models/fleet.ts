import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { onTestFinished } from "vitest"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Context, Question } from "../../src/context.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { defaultLimits } from "../../src/limits.ts"
import { addModel } from "../../src/models/add.ts"
import type { AddWords } from "../../src/models/add-words.ts"
import type { ModelEvent } from "../../src/models/event.ts"
import { models, repositories } from "./corpus.ts"
import { type ModelSites, modelSites } from "./sites.ts"

/** As a person writes it: comments, blanks and quotes of all kinds. */
export const hostText = `# In a closet.
address: lithium.lan
state-version: "24.05"
gpu: { vendor: nvidia, model: GeForce GTX 1060 6GB }   # old, but ours
services:
  comfyui:
    enable: true

    # Our models.
    models:
      checkpoints:
        old-one: # kept
          format: safetensors
          url:    "https://models.example.org/old.safetensors"
          sha256: 1cxh5450k3y9mkrf9dby7hbaydj3ymjwq5fvzsrqk6j3xkc2zav7
    port: 8188   # as ever
`

const fleetText = (sites: ModelSites) => `# The fleet.
model-sites:
  civitai: { mirror: ${sites.civitai.url} }
  hugging-face:
    mirror: ${sites.huggingFace.url}
`

/** A fleet of lithium on disk, whose sites are the stand-ins. */
export async function modelFleet(sites: ModelSites, text = hostText) {
  const root = await mkdtemp(join(tmpdir(), "sdops-models-"))
  await mkdir(join(root, "hosts"))
  const file = join(root, "hosts", "lithium.yaml")
  await writeFile(join(root, "hosts", "fleet.yaml"), fleetText(sites))
  await writeFile(file, text)
  const events: ModelEvent[] = []
  const questions: Question[] = []
  const context: Context<ModelEvent> = {
    confirm: async (question) => {
      questions.push(question)
    },
    emit: (event) => events.push(event),
    environment: {},
    limits: { ...defaultLimits, modelSite: 10, sitePatience: 5 },
    signal: new AbortController().signal,
  }
  const load = () => loadFleet({ fleet: root, from: root }, { environment: {} })
  return {
    add: async (
      url: string,
      words: Partial<AddWords> = {},
      other: Partial<Context<ModelEvent>> = {},
    ) =>
      addModel(
        await load(),
        { hosts: "lithium", replace: false, url, ...words },
        { ...context, ...other },
      ),
    context,
    events,
    load,
    questions,
    read: () => readFile(file, "utf8"),
    root,
    [Symbol.asyncDispose]: () => rm(root, { force: true, recursive: true }),
  }
}

/** The corpus on both sites, and a fleet that asks them, for one test. */
export async function setUp(corpus: { accepted?: boolean } = {}) {
  const sites = await modelSites({ models, repositories, ...corpus })
  const fleet = await modelFleet(sites)
  onTestFinished(async () => {
    await fleet[Symbol.asyncDispose]()
    await sites[Symbol.asyncDispose]()
  })
  return { fleet, sites }
}
