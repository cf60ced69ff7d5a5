import {
  mkdir,
  rename,
  rm,
  symlink,
  unlink,
  utimes,
  writeFile,
} from "node:fs/promises"
import { join } from "node:path"
import { waitFor } from "../../lab/wait.ts"
import type { Look } from "./look.ts"
import { readRecording, send } from "./recording.ts"

type Step = { readonly step: string; readonly [call: string]: unknown }
type Change = (at: Places) => Promise<unknown>
type Places = { checkpoints: string; loras: string; outside: string }

const storeTime = new Date(1000)

/** A folder as the Nix store has them: its time is always the same. */
async function store(outside: string, name: string, files: string[]) {
  const folder = join(outside, name)
  await mkdir(folder, { recursive: true })
  for (const file of files) await writeFile(join(folder, file), "x")
  await utimes(folder, storeTime, storeTime)
  return folder
}

const generation = (outside: string, number: number) =>
  store(outside, `gen${number}`, [
    "common.safetensors",
    `gen${number}-only.safetensors`,
  ])

/** Puts a link in place by rename, as a switch of generations does. */
async function link(target: string, path: string) {
  await symlink(target, `${path}.new`)
  await rename(`${path}.new`, path)
}

const add = (folder: string, ...names: string[]) =>
  Promise.all(names.map((name) => writeFile(join(folder, name), "x")))

/** What was done before each look, by the step's first words. */
const changes: { [step: string]: Change } = {
  "a.safetensors written": ({ checkpoints }) =>
    add(checkpoints, "a.safetensors"),
  "B.SafeTensors notes.txt": ({ checkpoints }) =>
    add(
      checkpoints,
      ".hidden.safetensors",
      "B.SafeTensors",
      "a.safetensors.part",
      "model.gguf",
      "noext",
      "notes.txt",
      "old.ckpt",
    ),
  "symlink to a file outside": async ({ checkpoints, outside }) => {
    await add(outside, "file")
    await symlink(
      join(outside, "file"),
      join(checkpoints, "linked.safetensors"),
    )
  },
  "dangling symlink": ({ checkpoints, outside }) =>
    symlink(
      join(outside, "nothing"),
      join(checkpoints, "dangling.safetensors"),
    ),
  "symlink to a directory with a nested one": async (at) => {
    const folder = join(at.outside, "linked")
    await mkdir(join(folder, "deep"), { recursive: true })
    await add(folder, "inner.safetensors", "deep/er.safetensors")
    await symlink(folder, join(at.checkpoints, "linkdir"))
  },
  "file added behind the directory symlink": ({ outside }) =>
    add(join(outside, "linked"), "inner2.safetensors"),
  "file added in the nested directory behind the symlink": ({ outside }) =>
    add(join(outside, "linked"), "deep/er2.safetensors"),
  "sub/s.safetensors in a new subdirectory": async ({ checkpoints }) => {
    await mkdir(join(checkpoints, "sub"))
    await add(checkpoints, "sub/s.safetensors")
  },
  "sub/t.safetensors added": ({ checkpoints }) =>
    add(checkpoints, "sub/t.safetensors"),
  "late.safetensors added, then the folder time set back": async ({
    checkpoints,
  }) => {
    await add(checkpoints, "late.safetensors")
    await utimes(checkpoints, storeTime, storeTime)
  },
  "late2.safetensors added with the folder time kept at 1 ns": async ({
    checkpoints,
  }) => {
    await add(checkpoints, "late2.safetensors")
    await utimes(checkpoints, storeTime, storeTime)
  },
  "late3.safetensors added, folder time moves": ({ checkpoints }) =>
    add(checkpoints, "late3.safetensors"),
  "a.safetensors removed": ({ checkpoints }) =>
    unlink(join(checkpoints, "a.safetensors")),
  "B.SafeTensors rewritten, same name": ({ checkpoints }) =>
    add(checkpoints, "B.SafeTensors"),
  "late renamed": ({ checkpoints }) =>
    rename(
      join(checkpoints, "late.safetensors"),
      join(checkpoints, "renamed.safetensors"),
    ),
  "models/loras is a symlink to store gen1 (all times = 1 s)": async (at) => {
    await rm(at.loras, { recursive: true })
    await link(await generation(at.outside, 1), at.loras)
  },
  "models/loras switched to store gen2 (all times = 1 s)": async (at) =>
    link(await generation(at.outside, 2), at.loras),
  "models/loras is a real empty folder again": async ({ loras }) => {
    await unlink(loras)
    await mkdir(loras)
  },
  "loras/managed is a symlink to store gen1": ({ loras, outside }) =>
    link(join(outside, "gen1"), join(loras, "managed")),
  "loras/managed switched to store gen2 by rename": ({ loras, outside }) =>
    link(join(outside, "gen2"), join(loras, "managed")),
  "loras/common.safetensors is a file symlink into gen1": async (at) => {
    await unlink(join(at.loras, "managed"))
    const file = join(at.outside, "gen1", "common.safetensors")
    await link(file, join(at.loras, "common.safetensors"))
  },
  "same link switched to gen2": ({ loras, outside }) =>
    link(
      join(outside, "gen2", "common.safetensors"),
      join(loras, "common.safetensors"),
    ),
  "link removed": ({ loras }) => unlink(join(loras, "common.safetensors")),
  "whole models folder moved away": ({ checkpoints, outside }) =>
    rename(join(checkpoints, ".."), join(outside, "away")),
  "models folder back": ({ checkpoints, outside }) =>
    rename(join(outside, "away"), join(checkpoints, "..")),
}

/** Folder times move with a clock of the kernel that ticks every 4 ms. */
async function nextTick() {
  const start = Date.now()
  const ticked = async () => Date.now() - start > 9
  await waitFor(ticked, { deadline: 5, every: 0.005, what: "a tick" })
}

/**
 * Changes the models of a server as it was done when it was recorded, and asks
 * for the lists after each step. `base`: its data folder.
 */
export async function walkFolders(server: {
  readonly base: string
  readonly port: number
}): Promise<readonly Look[]> {
  const models = join(server.base, "models")
  const at: Places = {
    checkpoints: join(models, "checkpoints"),
    loras: join(models, "loras"),
    outside: join(server.base, "..", "outside"),
  }
  await mkdir(at.outside)
  const steps = await readRecording<Step[]>("models/folder-steps.json")
  const looks: Look[] = []
  for (const { step, ...recorded } of steps) {
    await nextTick()
    const change = Object.entries(changes).find(([start]) =>
      step.startsWith(start),
    )
    await change?.[1](at)
    for (const kind of ["checkpoints", "loras"]) {
      const path = `/models/${kind}`
      const wanted = recorded[`GET ${path}`]
      if (wanted === undefined) continue
      const { body } = await send({ method: "GET", path }, server.port)
      looks.push({ got: body, name: `models/${kind}: ${step}`, wanted })
    }
    if (recorded.status !== 500) continue
    const path = "/models/checkpoints"
    const { body, status } = await send({ method: "GET", path }, server.port)
    const wanted = [500, recorded.answer]
    looks.push({ got: [status, body], name: `models: ${step}`, wanted })
  }
  return looks
}
