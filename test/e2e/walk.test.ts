import { appendFile, readFile } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import pMap from "p-map"
import { describe, expect } from "vitest"
import { root } from "../cli/sdops.ts"
import { changes } from "../docs/walk/changes.ts"
import { looks } from "../docs/walk/looks.ts"
import { commandOf } from "../docs/walk/step.ts"
import { nixpkgsOf } from "../flake/restore.ts"
import { editYaml } from "./adopting.ts"
import { elsewhere } from "./walk/before.ts"
import { chapters, test, walked } from "./walk/test.ts"
import { exitOf, noTerminal, typed } from "./walk/typing.ts"

// What README and docs have one type, as a newcomer types it on a terminal;
// every question is answered with yes. test/docs/walk has the commands, and
// sees to it that none is left out. What begins another fleet is typed by
// walk-elsewhere.test.ts, on a host of its own.
const { "a host of one's own": begun, "the end": end } = changes
const ours = chapters.filter(
  ([chapter, steps]) =>
    !elsewhere.has(chapter) && steps !== begun && steps !== end,
)
const later = ours.findIndex(([chapter]) => chapter === "a staged change")

type Read =
  | { readonly command: string }
  | { readonly file: string; readonly text: string }

/** What the README has one type or write, in its order. */
async function stepsOf(title: string): Promise<readonly Read[]> {
  const page = await readFile(join(root, "README.md"), "utf8")
  const section = page.split(/^## /mu).find((text) => text.startsWith(title))
  const blocks = (section ?? "").matchAll(
    /^ *```(?<kind>console|yaml)\n(?<body>[^]*?)^ *```$/gmu,
  )
  return [...blocks].flatMap(({ groups }): readonly Read[] => {
    const { body = "", kind } = groups ?? {}
    const text = body.replaceAll(/^ {3}/gmu, "")
    const file = /^# (hosts\/\S+)$/mu.exec(text)?.[1]
    if (kind === "yaml" && file !== undefined) return [{ file, text }]
    return [...text.matchAll(/^\$ (.*)$/gmu)].map(([, command = ""]) => ({
      command,
    }))
  })
}

describe.skipIf(noTerminal)("a newcomer types", () => {
  test("the README, from an empty folder to a host that serves", async ({
    host,
    place: { fleet, newcomer },
  }) => {
    const steps = await stepsOf("Your own host")
    const asked = steps.map((step) => "command" in step && step.command)
    expect(asked).toEqual(expect.arrayContaining([...begun]))
    for (const step of steps) {
      if ("file" in step) {
        await appendFile(join(fleet, step.file), step.text)
        continue
      }
      const { command } = step
      if (command.startsWith("sdops cache add")) {
        // Nobody outside is asked; nothing in this nixpkgs takes long.
        await editYaml({ root: fleet }, "fleet", (about) => ({
          ...about,
          policy: { "heavy-builds": "allow" },
        }))
        continue
      }
      // Nor is GitHub.
      const own = command.startsWith("sdops hosts add")
        ? ` --nixpkgs ${await nixpkgsOf(host)}`
        : ""
      const { exit, text } = await typed(command, await newcomer(), own)
      expect([command, exit], text).toEqual([command, 0])
    }
    const stats = "curl -sf localhost:8188/system_stats"
    expect((await host.exec(stats)).stdout).toContain("comfyui_version")
  }, 240_000)

  test.for(ours.slice(0, later))("%s", walked)

  test("what looks at the host", async ({ place }) => {
    const where = await place.where()
    const ended = await pMap(
      looks,
      async (step) => {
        const { exit, text } = await typed(step, where)
        const told = `${commandOf(step)}\n${text}\nexit ${exit}`
        return exit === exitOf(step) ? [] : [told]
      },
      // They wait for the host as long as they compute.
      { concurrency: 2 * availableParallelism() },
    )
    expect(ended.flat()).toEqual([])
  })

  test.for(ours.slice(later))("%s", walked)

  test("a host that goes", async ({ host, models, place }) => {
    const chapter = "a host that goes"
    await walked([chapter, changes[chapter]], { host, models, place })
  })

  test("the end", async ({ place }) => {
    const where = await place.where()
    for (const step of end) {
      const { exit, text } = await typed(step, where)
      expect([step, exit], text).toEqual([step, 0])
    }
  })
})
