import { expect, test, vi } from "vitest"
import { unionBuilds } from "../../../src/deploy/site/union-builds.ts"
import type { HostShell, ShellTask } from "../../../src/host/shell.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { store } from "../facts.ts"

const systemOf = (host: string) => `${store(`nixos-system-${host}`)}.drv`

/** A site whose runs of Nix end when they are told to. */
function site() {
  const runs: {
    readonly end: (exit?: number, collected?: string) => void
    readonly task: ShellTask
    readonly wanted: readonly string[]
  }[] = []
  const shell: HostShell = {
    host: "neon",
    limits: limitsFrom({}),
    run(task) {
      const { promise, resolve } = Promise.withResolvers<string>()
      runs.push({
        end: (exit = 0, collected = "") =>
          resolve(`exit\0${exit}\0collected\0${collected}\0`),
        task,
        wanted: (task.variables["wanted"] ?? "").split(" "),
      })
      return promise.then((stdout) => ({
        exit: 0,
        signal: undefined,
        stderr: "",
        stdout,
      }))
    },
  }
  const again: (readonly string[])[] = []
  const evaluateAgain = async (hosts: readonly string[]) => {
    again.push(hosts)
  }
  return {
    again,
    builds: unionBuilds(shell, { deadline: 9, evaluateAgain }),
    runs,
  }
}

function order(host: string, config = "") {
  return { config, host, onLine: () => {}, system: systemOf(host) }
}

test("hosts that are on their way are built in one run", async () => {
  const { builds, runs } = site()
  for (const host of ["a", "b", "c", "lost"]) builds.expect(host)
  const ends = ["a", "b", "c"].map((host) => builds.build(order(host)))
  expect(runs).toEqual([])
  builds.done("lost")
  expect(runs.map(({ wanted }) => wanted)).toEqual([
    ["a", "b", "c"].map(systemOf).toSorted(),
  ])
  runs[0]?.end()
  for (const end of ends) expect(await (await end).whole).toBe(0)
})

test("nobody is waited for long, and who is late has a run", async () => {
  vi.useFakeTimers()
  const { builds, runs } = site()
  for (const host of ["a", "slow"]) builds.expect(host)
  void builds.build(order("a"))
  vi.advanceTimersByTime(3000)
  expect(runs).toHaveLength(1)
  void builds.build(order("slow"))
  expect(runs.map(({ wanted }) => wanted)).toEqual([
    [systemOf("a")],
    [systemOf("slow")],
  ])
  vi.useRealTimers()
})

test("a host goes on when its own system is there", async () => {
  const { builds, runs } = site()
  for (const host of ["a", "b"]) builds.expect(host)
  const [a, b] = [builds.build(order("a")), builds.build(order("b"))]
  const say = (line: object) =>
    runs[0]?.task.onLine?.(`@nix ${JSON.stringify(line)}`, "stderr")
  const fields = [systemOf("a"), "", 1, 1]
  say({
    action: "start",
    fields,
    id: 7,
    level: 3,
    parent: 0,
    text: "",
    type: 105,
  })
  say({ action: "stop", id: 7 })
  const { whole } = await a
  const late = vi.fn()
  void b.then(late)
  await new Promise(setImmediate)
  expect(late).not.toHaveBeenCalled()
  runs[0]?.end(1)
  expect(await whole).toBe(1)
  expect(await (await b).whole).toBe(1)
})

test("those with other settings are another run", async () => {
  const { builds, runs } = site()
  for (const host of ["a", "b"]) builds.expect(host)
  void builds.build(order("a"))
  void builds.build(order("b", "connect-timeout = 1\n"))
  expect(runs.map(({ wanted }) => wanted)).toEqual([
    [systemOf("a")],
    [systemOf("b")],
  ])
})

test("what was garbage collected is evaluated and built again", async () => {
  const { again, builds, runs } = site()
  builds.expect("a")
  const built = builds.build(order("a"))
  runs[0]?.end(1, systemOf("a"))
  await vi.waitFor(() => expect(runs).toHaveLength(2))
  expect(again).toEqual([["a"]])
  runs[1]?.end()
  expect(await (await built).whole).toBe(0)
})
