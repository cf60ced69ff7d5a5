import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { spawnSync } from "node:child_process"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { init } from "../../src/adopt/init.ts"
import { exampleFleet, exampleHost } from "../../src/inventory/edit/example.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { patient } from "../files/patient.ts"
import { problemsOf } from "../inventory/make-fleet.ts"

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-init-"))
  await writeFile(join(folder, "ssh-config"), "Host *\n  User sshs-own\n")
})
afterEach(() => rm(folder, { force: true, recursive: true }))

const begin = (first?: { address: string; name?: string }) =>
  init(
    {
      first:
        first === undefined
          ? undefined
          : { app: "comfyui", gpu: "nvidia", name: undefined, ...first },
      fleet: undefined,
      folder: "studio",
      from: folder,
    },
    {
      ...patient,
      environment: {
        PATH: process.env["PATH"],
        SDOPS_SSH_CONFIG: join(folder, "ssh-config"),
      },
    },
  )

const loaded = () =>
  loadFleet(
    { fleet: join(folder, "studio"), from: folder },
    { environment: {} },
  )

test("a fleet begins without a host, and loads", async () => {
  const { files, next } = await begin()
  expect(files).toEqual([".gitignore", "hosts/fleet.yaml"])
  const root = join(folder, "studio")
  expect(next[0]).toBe(`sdops hosts import ssh --fleet '${root}'`)
  expect((await loaded()).hosts.size).toBe(0)
})

test("Git leaves out what is one machine's, and lists stay", async () => {
  const root = join(folder, "studio")
  await begin()
  const git = (...words: string[]) => {
    const ran = spawnSync("git", ["-C", root, ...words], { encoding: "utf8" })
    return ran.stdout.trimEnd().split("\n")
  }
  git("init", "-q")
  const ours = [
    ".sdops/x",
    "hosts/.turns/1",
    "renders/x",
    "rollouts/.journal/x",
  ]
  for (const file of ours) {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), "x")
  }
  const seen = git("ls-files", "--others", "--exclude-standard")
  expect(seen).toEqual([".gitignore", "hosts/fleet.yaml"])
  await rm(join(root, "hosts"), { recursive: true })
  await writeFile(join(root, ".gitignore"), "mine\n")
  expect((await begin()).files).toEqual(["hosts/fleet.yaml"])
  expect(await readFile(join(root, ".gitignore"), "utf8")).toBe("mine\n")
})

test.each([
  ["ops@lithium.lan", "lithium", "ops", undefined],
  ["ops@lithium.lan:2222", "lithium", "ops", 2222],
  ["lithium", "lithium", "sshs-own", undefined],
])("a first host %s is %s", async (address, name, user, port) => {
  const { host, next } = await begin({ address })
  expect(host).toBe(name)
  expect(next[0]).toMatch(RegExp(`^sdops doctor ${name} --fleet '/`))
  const found = (await loaded()).hosts.get(name)
  expect(found).toMatchObject({ gpu: { vendor: "nvidia" }, user })
  expect(found?.port).toBe(port)
  expect(found?.services.comfyui?.enable).toBe(true)
})

test.each([
  [{ address: "10.0.0.7" }, "--name"],
  [{ address: "a.lan", name: "fleet" }, "no host can be named fleet"],
  [{ address: "-oProxyCommand=x" }, "address"],
])("%j is wrong usage, and nothing is written", async (first, said) => {
  await expect(begin(first)).rejects.toMatchObject({
    code: "SDOPS_USAGE",
    message: expect.stringContaining(said),
  })
  await expect(loaded()).rejects.toMatchObject({ code: "SDOPS_NO_FLEET" })
})

test("nothing that is there is overwritten", async () => {
  const hosts = join(folder, "studio/hosts")
  await mkdir(hosts, { recursive: true })
  await writeFile(join(hosts, "lithium.yaml"), "mine")
  const taken = begin({ address: "lithium.lan" })
  await expect(taken).rejects.toMatchObject({ code: "SDOPS_HOST_EXISTS" })
  await writeFile(join(hosts, "fleet.yaml"), "# mine\n")
  const again = begin({ address: "neon.lan" })
  await expect(again).rejects.toMatchObject({ code: "SDOPS_FLEET_EXISTS" })
  expect(await readFile(join(hosts, "fleet.yaml"), "utf8")).toBe("# mine\n")
  expect(await readFile(join(hosts, "lithium.yaml"), "utf8")).toBe("mine")
})

/** Comments that hold YAML, as somebody makes them keys. */
const unmarked = (text: string) =>
  text
    .split("\n")
    .map((line) =>
      /^ *# *(?:- )?[a-z-]+:(?: |$)/.test(line) || /^# {4,}/.test(line)
        ? line.replace("# ", "")
        : line,
    )
    .join("\n")

test.each(["comfyui", "none", "stable-diffusion-webui"] as const)(
  "what the example has as comments loads too, with %s",
  async (app) => {
    const fleet = unmarked(exampleFleet)
    expect(fleet).toMatch(/^policy:\n {2}app-restart: drained/m)
    const text = await exampleHost({
      address: "x.lan",
      app,
      gpu: "nvidia",
      name: "x",
      port: undefined,
      user: "ops",
    })
    expect(unmarked(text)).toMatch(/^tags: \[closet\]$/m)
    const files = { "hosts/fleet.yaml": fleet, "hosts/x.yaml": unmarked(text) }
    expect(await problemsOf(files)).toEqual([])
  },
)
