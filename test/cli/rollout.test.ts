import { copyFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, expect, test as base } from "vitest"
import { rolloutResult } from "../../src/rollout/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, ended, sdops, start } from "./sdops.ts"

beforeAll(built)

/** Two hosts that can't be reached. */
const test = base.extend(
  "fleet",
  async ({}, { onCleanup }): Promise<LoopbackFleet> => {
    const fleet = await loopbackFleet("closed")
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const hosts = join(fleet.environment["SDOPS_FLEET"] ?? "", "hosts")
    const lithium = join(hosts, "lithium.yaml")
    await copyFile(lithium, join(hosts, "neon.yaml"))
    return fleet
  },
)

test("with --json stdout is one document of the schema", async ({ fleet }) => {
  const { environment } = fleet
  const words = ["rollout", "all", "--yes", "--json"]
  const { exit, stderr, stdout } = await sdops(words, { environment })
  expect([exit, stderr]).toEqual([1, ""])
  const result = rolloutResult.parse(JSON.parse(stdout))
  expect(result).toMatchObject({
    "exit-code": 1,
    hosts: [{ host: "lithium", verdict: "failed" }],
    "not-started": ["neon"],
    stopped: "the canary lithium is failed",
  })
})

test("with --events each step of the rollout is a line", async ({ fleet }) => {
  const { environment } = fleet
  const words = [
    "rollout",
    "all",
    "--yes",
    "--events",
    "--on-failure",
    "continue",
  ]
  const { exit, stdout } = await sdops(words, { environment })
  expect(exit).toBe(1)
  const lines = stdout.trimEnd().split("\n")
  const events = lines.map((line) => JSON.parse(line))
  const steps = events.filter(({ rollout }) => rollout !== undefined)
  expect(steps.map(({ event }) => event)).toEqual([
    "rollout-planned",
    "rollout-started",
    "wave-started",
    "wave-ended",
    "wave-started",
    "wave-ended",
    "rollout-ended",
    "result",
  ])
  expect(events.filter(({ event }) => event === "verdict")).toHaveLength(2)
})

test("people read what was not started, and why", async ({ fleet }) => {
  const { environment } = fleet
  const { stderr, stdout } = await sdops(["rollout", "all", "--yes"], {
    environment,
  })
  expect(stderr).toMatch(/wave 1 \(canary\): lithium$/m)
  expect(stdout).toMatch(/^neon {2}not started$/m)
  expect(stdout).toMatch(/^stopped: the canary lithium is failed$/m)
})

test("it shows its waves and asks; a dry run stops there", async ({
  fleet,
}) => {
  const { environment } = fleet
  const asked = await sdops(["rollout", "all"], { environment })
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toMatch(/ wave 1 \(canary\): lithium$/m)
  expect(asked.stderr).toMatch(/ wave 2: neon$/m)
  expect(asked.stderr).toContain("deploy 2 hosts: lithium (canary), then neon")
  expect(asked.stderr).toContain("sdops rollout all --yes")

  const dry = await sdops(["rollout", "all", "--dry-run"], { environment })
  expect(dry.exit).toBe(0)
  expect(dry.stdout).toBe("wave 1 (canary): lithium\nwave 2: neon\n")
  const words = ["rollout", "all", "--dry-run", "--json"]
  const { stdout } = await sdops(words, { environment })
  expect(rolloutResult.parse(JSON.parse(stdout))).toMatchObject({
    hosts: [],
    "not-started": ["lithium", "neon"],
  })
  const journals = join(environment["SDOPS_FLEET"] ?? "", "rollouts/.journal")
  await expect(readFile(journals)).rejects.toMatchObject({ code: "ENOENT" })
  expect(fleet.contacts()).toBe(0)
})

test("Ctrl-C ends a soak, and --resume goes on after it", async ({ fleet }) => {
  const { environment } = fleet
  const flags = ["--on-failure", "continue", "--soak", "3"]
  const child = start(["rollout", "all", "--yes", ...flags], { environment })
  child.stderr.on("data", (text: Buffer) => {
    if (text.toString().includes("waiting 3.0s")) child.kill("SIGINT")
  })
  const stopped = await ended(child)
  expect(stopped.exit).toBe(130)
  expect(stopped.stdout).toMatch(/^neon {2}not started$/m)
  expect(stopped.stdout).toContain("next: sdops rollout --resume")

  const words = ["rollout", "--resume", "--json"]
  const { stdout } = await sdops(words, { environment })
  const { hosts } = rolloutResult.parse(JSON.parse(stdout))
  expect(hosts.map(({ host, notes }) => [host, notes])).toEqual([
    ["lithium", ["ended before this rollout was resumed"]],
    ["neon", []],
  ])
})

test("a file says hosts and settings; a flag beside it wins", async ({
  fleet,
}) => {
  const { environment } = fleet
  const folder = join(environment["SDOPS_FLEET"] ?? "", "rollouts")
  await writeFile(
    join(folder, "weekly.yaml"),
    "hosts: [all, '!lithium']\ncanary: 0\nwave: 2\nsoak: 7\n",
  )
  const words = [
    "rollout",
    "--file",
    "weekly",
    "--soak",
    "3",
    "--yes",
    "--json",
  ]
  const { stdout } = await sdops(words, { environment })
  const { hosts, journal = "", waves } = rolloutResult.parse(JSON.parse(stdout))
  expect(hosts.map(({ host }) => host)).toEqual(["neon"])
  expect(waves).toEqual([{ hosts: ["neon"], kind: "wave" }])
  expect(
    JSON.parse((await readFile(journal, "utf8")).split("\n")[0] ?? ""),
  ).toMatchObject({ settings: { canary: 0, soak: 3, wave: { count: 2 } } })
})

test("a bad file is refused with every place, and nothing begins", async ({
  fleet,
}) => {
  const { environment } = fleet
  const folder = join(environment["SDOPS_FLEET"] ?? "", "rollouts")
  await writeFile(
    join(folder, "weekly.yaml"),
    "hosts: []\nwave: 0%\nonfailure: stop\n",
  )
  const words = ["rollout", "--file", "weekly", "--json"]
  const { exit, stdout } = await sdops(words, { environment })
  expect(exit).toBe(2)
  expect(JSON.parse(stdout).error).toMatchObject({
    because: [
      expect.stringContaining("rollouts/weekly.yaml:1:8 hosts: expected"),
      expect.stringContaining("rollouts/weekly.yaml:2:7 wave: expected"),
      expect.stringContaining("did you mean on-failure?"),
    ],
    code: "SDOPS_INVENTORY",
  })
  expect(fleet.contacts()).toBe(0)
})

test.for([
  [[], "rollout needs HOSTS, --file or --resume"],
  [["all", "--resume"], "takes its hosts from the journal"],
  [["all", "--file", "x"], "takes its hosts from the file"],
  [["--file", "weekly", "--resume"], "--file"],
  [["--file", "weekly"], "unknown rollout file weekly: rollouts/ has closet"],
  [["all", "--wave", "0"], "a count or a percentage"],
  [["all", "--canary", "-1"], "canary"],
  [["--resume", "--wave", "2"], "--wave"],
] as const)("%j is a usage error", async ([words, said], { expect, fleet }) => {
  const { environment } = fleet
  const all = ["rollout", ...words]
  const { exit, stderr } = await sdops(all, { environment })
  expect(exit).toBe(2)
  expect(stderr).toContain(said)
})
