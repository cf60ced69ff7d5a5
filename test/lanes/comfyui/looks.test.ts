import { isDeepStrictEqual as alike } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  playNineJobs,
  playSameTwice,
} from "../../standins/comfyui-contract/play-queue.ts"
import { playViews } from "../../standins/comfyui-contract/play-views.ts"
import type { Look } from "../../standins/comfyui-contract/look.ts"
import { walkFolders } from "../../standins/comfyui-contract/walk-folders.ts"
import { changedSince } from "./changed-since.ts"
import { missing, type RealServer, startReal } from "./real-server.ts"
import { recorderPack } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

describe.skipIf(missing)(
  `a real ComfyUI's queue, models and pictures${why}`,
  () => {
    let server: RealServer
    beforeAll(async () => {
      server = await startReal({ recorderPack })
    }, 320_000)
    afterAll(async () => server[Symbol.asyncDispose]())

    // The first: numbers are counted from the start.
    test.for([
      ["nine jobs lie, go and run", playNineJobs],
      ["lists follow a changing folder", walkFolders],
      ["pictures are made and given", playViews],
      // The last: comparing two such jobs may end the server's only worker.
      ["a second job of equal id and number is 500, but runs", playSameTwice],
    ] as const)("%s as recorded", { timeout: 300_000 }, async ([, play]) => {
      const looks = await play(server)

      // What is known to have changed must differ, or its mark is out of date.
      expect(differing(looks)).toEqual(marked(looks, server.version))
    })
  },
)

const differing = (looks: readonly Look[]) =>
  looks.filter(({ got, wanted }) => !alike(got, wanted)).map(({ name }) => name)

const marked = (looks: readonly Look[], version: string) =>
  looks.map(({ name }) => name).filter((name) => changedSince(name, version))
