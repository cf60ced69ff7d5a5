import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import type { Graph } from "../../src/apps/comfyui/graph.ts"
import { compile } from "../../src/images/compile.ts"
import { importPicture } from "../../src/images/import/import-picture.ts"
import { pictureWords } from "../../src/images/import/picture-words.ts"
import { sameGraph } from "../../src/images/import/same-graph.ts"
import { toldBy } from "../../src/images/import/told.ts"
import { loadImages } from "../../src/inventory/images/load.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { SdopsError } from "../../src/errors/sdops-error.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { host } from "./importing.ts"

const folder = process.env["SDOPS_PUBLIC_PICTURES"]
const files = folder === undefined ? ["pictures"] : readdirSync(folder)
const why = folder === undefined ? " (SDOPS_PUBLIC_PICTURES isn't set)" : ""

/** A list with everything in it: which models a host has isn't asked here. */
const anything = new Proxy<string[]>([], {
  get: (list, key) =>
    key === "includes" ? () => true : (Reflect.get(list, key) as unknown),
})

describe.skipIf(folder === undefined)(`public pictures${why}`, () => {
  test.each(files)("%s is imported whole or refused by name", async (name) => {
    const file = join(folder ?? "", name)
    const fleet = await loadFleet(
      { from: await makeFleet({ "hosts/x.yaml": host }) },
      { environment: {} },
    )
    const words = (await pictureWords(readFileSync(file))) ?? new Map()
    const told = toldBy(words)
    const result = await importPicture(fleet, { file, name: "it" }).catch(
      (error: unknown) => {
        if (error instanceof SdopsError) return error
        throw error
      },
    )
    if (result instanceof SdopsError) {
      expect(result.message).toMatch(/can't be imported: \w.{20}/u)
      return
    }
    const [image] = await loadImages(fleet, ["it"])
    if (image === undefined) throw new Error("no image was written")
    const { compiled, problems } = compile(image, 0, {
      checkpoints: anything,
      loras: anything,
      samplers: anything,
      schedulers: anything,
      vaes: anything,
    })
    expect(problems).toBeUndefined()
    if (told.by !== "comfyui") return
    if (result.kind === "workflow") expect(compiled?.graph).toEqual(told.graph)
    else
      expect(
        sameGraph(
          compiled?.graph ?? {},
          compiled?.output ?? "",
          told.graph,
          outputOf(told.graph),
        ),
      ).toBe(true)
  })
})

function outputOf(graph: Graph): string {
  const made = Object.entries(graph).find(([, { class_type }]) =>
    ["PreviewImage", "SaveImage", "SaveAnimatedWEBP"].includes(class_type),
  )
  return made?.[0] ?? ""
}
