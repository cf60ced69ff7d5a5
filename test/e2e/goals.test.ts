import { expect } from "vitest"
import { z } from "zod"
import { editFleet, makeFleet } from "../lab/fleet.ts"
import { test as labTest } from "../lab/test.ts"
import { countEvaluations } from "./evaluations.ts"
import { planned, shownGenerations, traces } from "./left-behind.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"
import { expectError, untouched } from "./untouched.ts"

// From a fresh host to one that was deployed: each test goes on where the one
// before it has ended.
const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const fleet = await makeFleet([host])
    onCleanup(() => fleet[Symbol.asyncDispose]())
    return fleet
  },
)

test("a plan leaves nothing but a source tree", async ({ fleet, host }) => {
  const plan = await untouched(host, () => planned(fleet, host))
  expect(plan.exit).toBe(10)
  const [result] = resultOf(plan).hosts
  expect(result?.verdict).toBe("planned")
  expect(result?.plan?.unchanged).toBe(false)
  expect(result?.plan?.build.join()).toContain("comfyui")
  const { packages = [], units } = result?.plan ?? {}
  expect(units?.start).toContain("comfyui.service")
  expect(packages.map(({ name }) => name)).toContain("torch")
  expect(await traces(host)).toEqual(["/nix/var/sdops:", "sources"])

  const dry = await untouched(host, () =>
    deployed(fleet, host.name, ["--dry-run"]),
  )
  expect(dry.run.exit).toBe(0)
  expect(dry.verdict).toBe("planned")
  expect(dry.plan?.build).toEqual(result?.plan?.build)
  expect(await traces(host)).toEqual(["/nix/var/sdops:", "sources"])
})

test("resume of a host that was never deployed says so", async ({
  fleet,
  host,
}) => {
  const run = await sdops(fleet, ["resume", host.name, "--json"])
  const [result] = resultOf(run).hosts
  expect(run.exit).toBe(1)
  expect(result?.error?.code).toBe("SDOPS_NO_RECORD")
})

test("rollback without a generation before is refused", async ({
  fleet,
  host,
}) => {
  const run = await untouched(host, () =>
    sdops(fleet, ["rollback", host.name, "--yes", "--json"]),
  )
  const [result] = resultOf(run).hosts
  expect(run.exit).toBe(3)
  expect(result?.error?.code).toBe("SDOPS_NO_PREVIOUS_GENERATION")
})

test("the goal push ends with the source tree", async ({ fleet, host }) => {
  const push = () => deployed(fleet, host.name, ["--goal", "push"])
  const result = await untouched(host, push)
  expect(result.verdict).toBe("pushed")
  expect(result.run.exit).toBe(0)
  expect(result.stage).toBe("push")
})

test("the goals build and dry-activate end with the system built", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const built = await deployed(fleet, host.name, ["--goal", "build"])
  expect(built.verdict).toBe("built")
  expect(built.run.exit).toBe(0)
  const switcher = `${built.candidate}/bin/switch-to-configuration`
  expect((await host.exec(["test", "-x", switcher])).exit).toBe(0)

  const goal = ["--goal", "dry-activate", "--verbose"]
  const dry = await sdops(fleet, ["deploy", host.name, ...goal])
  expect(dry.exit).toBe(0)
  expect(dry.stderr).toContain("would activate the configuration")
  expect(await host.system()).toEqual(before)
  expect((await host.exec("ls /nix/var/sdops/deploys")).stdout).toBe("")
})

test("the goal test is gone after a reboot", async ({ fleet, host }) => {
  const before = await host.system()
  const result = await deployed(fleet, host.name, ["--goal", "test"])
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("tested")
  expect(result.run.exit).toBe(0)
  const { candidate = "" } = result
  expect(await host.system()).toEqual({ ...before, current: candidate })
  await serves(host)

  await host.reboot()
  expect(await host.system()).toEqual(before)
})

test("the goal boot is there after a reboot", async ({ fleet, host }) => {
  const before = await host.system()
  const result = await deployed(fleet, host.name, ["--goal", "boot"])
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("staged")
  expect(result.run.exit).toBe(0)
  const { candidate = "" } = result
  const generation = before.generation + 1
  const next = { bootDefault: candidate, generation, profile: candidate }
  expect(await host.system()).toEqual({ ...before, ...next })

  await host.reboot()
  await serves(host)
  const now = { booted: candidate, current: candidate }
  expect(await host.system()).toEqual({ ...before, ...next, ...now })
  expect((await planned(fleet, host)).exit).toBe(0)
  const { stdout } = await sdops(fleet, ["plan", host.name])
  expect(stdout).toContain("nothing to do")
  expect(stdout).not.toContain("sdops deploy")
})

test("--engine nixos-rebuild switches without a supervisor", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const records = await host.exec("ls /nix/var/sdops/deploys")
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace("8188", "8199"),
  )
  const evaluations = await countEvaluations(host)
  const engine = ["--engine", "nixos-rebuild"]
  const result = await deployed(fleet, host.name, engine)
  expect(result.error).toBeUndefined()
  // Its own comes after the plan's.
  expect(await evaluations()).toBe(2)
  expect(result.verdict).toBe("committed")
  expect(result.record).toBeUndefined()
  const { candidate = "" } = result
  const now = { bootDefault: candidate, current: candidate, profile: candidate }
  const generation = before.generation + 1
  expect(await host.system()).toEqual({ ...before, ...now, generation })
  expect(await host.exec("ls /nix/var/sdops/deploys")).toEqual(records)
  await serves(host, 8199)
})

test("rollback goes to the generation before", async ({ fleet, host }) => {
  const before = await host.system()
  const words = ["rollback", host.name, "--json"]
  const asked = await untouched(host, () => sdops(fleet, words))
  expect(asked.exit).toBe(3)

  const run = await sdops(fleet, [...words, "--yes"])
  const [result] = resultOf(run).hosts
  expect(result?.error).toBeUndefined()
  expect(run.exit).toBe(0)
  expect(result?.verdict).toBe("committed")
  const after = await host.system()
  expect(after.current).not.toBe(before.current)
  expect(after.bootDefault).toBe(after.current)
  expect(after.profile).toBe(after.current)
  await serves(host, 8188)

  const back = await shownGenerations(fleet, host)
  const running = back.find(({ uses }) => uses.includes("current"))
  expect(running).toMatchObject({
    generation: before.generation + 1,
    record: result?.record,
    toplevel: after.current,
    uses: expect.arrayContaining(["boot-default", "current", "profile"]),
  })

  const last = await sdops(fleet, ["resume", host.name, "--json"])
  expect(last.exit).toBe(0)
  const [told] = resultOf(last).hosts
  expect(told).toMatchObject({ candidate: after.current, verdict: "committed" })
})

test("rollback --to goes to that generation", async ({ fleet, host }) => {
  const before = await host.system()
  const listed = await shownGenerations(fleet, host)
  const wanted = listed.find(({ apps, uses }) => apps && uses.length === 0)
  expect(wanted?.generation).toBe(before.generation - 1)
  const to = (generation: number, ...words: string[]) =>
    sdops(fleet, ["rollback", host.name, "--to", `${generation}`, ...words])

  const none = await untouched(host, () => to(999, "--yes", "--json"))
  expect(none.exit).toBe(3)
  expect(resultOf(none).hosts[0]?.error?.code).toBe("SDOPS_NO_GENERATION")
  const same = await untouched(host, () =>
    to(before.generation, "--yes", "--json"),
  )
  expect(resultOf(same).hosts[0]?.verdict).toBe("unchanged")
  // It says what it goes back to before anybody says yes.
  const asked = await untouched(host, () => to(before.generation - 1))
  expect(asked.exit).toBe(3)
  expect(asked.stderr).toContain(`generation ${before.generation - 1} of 20`)
  expect(asked.stderr).toMatch(/ UTC, .*comfyui; restarts comfyui.service/)

  const run = await to(before.generation - 1, "--yes", "--json")
  expect(resultOf(run).hosts[0]?.verdict).toBe("committed")
  expect((await host.system()).current).toBe(wanted?.toplevel)
  await serves(host, 8199)
})

test("--json and --events are as their schema says", async ({
  fleet,
  host,
}) => {
  const { stdout } = await sdops(fleet, ["schema", "deploy"])
  const schema = z.fromJSONSchema(JSON.parse(stdout))
  const good = await deployed(fleet, host.name, ["--dry-run"])
  schema.parse(JSON.parse(good.run.stdout))
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace("./", "./no-such-file.nix ./"),
  )
  const usage = await sdops(fleet, ["deploy", host.name, "--json"])
  expect(usage.exit).toBe(2)
  schema.parse(JSON.parse(usage.stdout))
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace("./no-such-file.nix ./", "./"),
  )
  await editFleet(fleet, `${host.name}/configuration.nix`, () => "{ no }")
  const bad = await deployed(fleet, host.name)
  const [code, stage] = ["SDOPS_EVALUATION_FAILED", "plan"]
  expectError(bad, { code, exit: "failed", stage })
  schema.parse(JSON.parse(bad.run.stdout))

  const words = ["deploy", host.name, "--events"]
  const events = await sdops(fleet, words)
  expect(events.exit).toBe(1)
  const lines = events.stdout.trimEnd().split("\n")
  const parsed = lines.map((line) => JSON.parse(line) as { event: string })
  expect(parsed[0]).toMatchObject({ event: "started", stage: "connect" })
  expect(parsed.at(-2)).toMatchObject({ event: "verdict", verdict: "failed" })
  const { event, ...result } = parsed.at(-1) ?? { event: "" }
  expect(event).toBe("result")
  schema.parse(result)
})
