import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  test,
  vi,
} from "vitest"
import { exampleFleet, exampleHost } from "../../src/inventory/edit/example.ts"
import { built, root } from "./sdops.ts"

const address = "Address of a first host"
const app = "What it serves"
const ctrlC = "\u0003"

let folder: string
beforeAll(built)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-init-"))
  // Nobody is called: doctor finds every port closed.
  const lines = ["Host *", "  HostName 127.0.0.1", "  Port 1"]
  await writeFile(join(folder, "ssh-config"), `${lines.join("\n")}\n`)
})
afterEach(() => rm(folder, { force: true, recursive: true }))

/** `sdops init studio` on a terminal; each answer waits for its question. */
async function typed(
  answers: readonly (readonly [question: string, answer: string])[],
  flags = "",
) {
  const init = `${process.execPath} ${join(root, "bin", "run.js")} init studio`
  const command = `stty cols 90; exec ${init} ${flags}`
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: folder,
    env: {
      HOME: folder,
      PATH: process.env["PATH"],
      SDOPS_SSH_CONFIG: join(folder, "ssh-config"),
      TERM: "xterm",
    },
    stdio: ["pipe", "pipe", "inherit"],
  })
  let said = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text
  })
  const exit = once(child, "close")
  for (const [question, answer] of answers) {
    await vi.waitFor(() => expect(said).toContain(question), 30_000)
    child.stdin.write(answer === ctrlC ? answer : `${answer}\r`)
  }
  const [code] = (await exit) as [number | null]
  return { code, screen: stripVTControlCharacters(said) }
}

const studio = () => join(folder, "studio")
const hosts = (name: string) =>
  readFile(join(studio(), "hosts", `${name}.yaml`), "utf8")
const left = async () => (await readdir(folder)).toSorted()
const questions = (screen: string) =>
  [address, app].filter((question) => screen.includes(question))

const argon = {
  address: "argon.lan",
  gpu: "nvidia",
  name: "argon",
  port: undefined,
  user: "ops",
} as const

describe.skipIf(process.platform !== "linux")("on a terminal, init", () => {
  test.each([
    ["", "comfyui"],
    ["stable-diffusion-webui", "stable-diffusion-webui"],
    ["none", "none"],
  ] as const)(
    "writes what was answered (%j), then looks at the host",
    async (answer, chosen) => {
      const { code, screen } = await typed([
        [address, "ops@argon.lan"],
        [app, answer],
      ])
      expect(code).toBe(0)
      expect(await hosts("argon")).toBe(
        await exampleHost({ ...argon, app: chosen }),
      )
      expect(await hosts("fleet")).toBe(exampleFleet)
      expect(screen).toContain("a fleet begins in")
      expect(screen).toContain("sdops doctor argon")
    },
  )

  test.each(["", "none"])("takes %j for no host yet", async (answer) => {
    const { code, screen } = await typed([[address, answer]])
    expect(code).toBe(0)
    expect(await readdir(join(studio(), "hosts"))).toEqual(["fleet.yaml"])
    expect(questions(screen)).toEqual([address])
  })

  test("asks nothing that flags say", async () => {
    const { code, screen } = await typed([], "--host ops@argon.lan --app none")
    expect(code).toBe(0)
    expect(questions(screen)).toEqual([])
  })

  test.each([
    ["at once", [[address, ctrlC]]],
    [
      "after an answer",
      [
        [address, "ops@argon.lan"],
        [app, ctrlC],
      ],
    ],
  ] as const)("leaves nothing behind when ended %s", async (_, answers) => {
    const { code, screen } = await typed(answers)
    expect(code).toBe(130)
    expect(screen).toContain("interrupted: no fleet has begun")
    expect(screen).not.toContain("resume")
    expect(await left()).toEqual(["ssh-config"])
  })

  test("leaves nothing behind after an answer that it can't use", async () => {
    const { code, screen } = await typed([
      [address, "ops@argon.lan"],
      [app, "forge"],
    ])
    expect(code).toBe(2)
    expect(screen).toContain("forge is none of")
    expect(await left()).toEqual(["ssh-config"])
  })
})
