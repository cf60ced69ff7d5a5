import { expect } from "vitest"
import { execResult } from "../../src/fleet/exec/result.ts"
import { gpuResult } from "../../src/fleet/gpus/result.ts"
import { historyResult } from "../../src/fleet/history/result.ts"
import { logsResult } from "../../src/fleet/logs/result.ts"
import { statusResult } from "../../src/fleet/status/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { deployed, sdops } from "./sdops.ts"

type Pair = {
  /** One that others have made. */
  readonly fresh: LabHost
  readonly fleet: LabFleet
  /** One that serves. */
  readonly served: LabHost
}

/** Two hosts of a fleet. */
const test = labTest.extend(
  "pair",
  { scope: "file" },
  async ({ launchHost }, { onCleanup }): Promise<Pair> => {
    const [served, fresh] = await Promise.all([launchHost(), launchHost()])
    const fleet = await makeFleet([served, fresh])
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, served.name)
    expect(first.verdict).toBe("committed")
    return { fleet, fresh, served }
  },
)

test("status tells hosts by one connection each, and changes nothing", async ({
  pair: { fleet, fresh, served },
}) => {
  const before = await served.system()
  const marks = await Promise.all([served.sessions(), fresh.sessions()])
  const run = await sdops(fleet, ["status", "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { hosts } = statusResult.parse(JSON.parse(run.stdout))
  const by = new Map(hosts.map((host) => [host.host, host]))
  expect(by.get(served.name)).toMatchObject({
    apps: [{ app: "comfyui", queued: 0, state: "active" }],
    deployment: { verdict: "committed" },
    drift: [],
    driver: { state: "ok" },
    outcome: "ok",
    system: { generation: "2", toplevel: before.current },
  })
  expect(by.get(fresh.name)).toMatchObject({
    apps: [{ app: "comfyui" }],
    drift: ["foreign"],
    outcome: "warn",
  })
  const one = await served.sessions(marks[0])
  const other = await fresh.sessions(marks[1])
  expect([one.handshakes, other.handshakes]).toEqual([1, 1])
  expect(one.sessions).toBe(1)
  expect(await served.system()).toEqual(before)
})

test("history tells who deployed what, by one connection", async ({
  pair: { fleet, served },
}) => {
  const { current } = await served.system()
  const marks = await served.sessions()
  const run = await sdops(fleet, ["history", "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { deployments } = historyResult.parse(JSON.parse(run.stdout))
  const made = { generation: "2", to: current, verdict: "committed" }
  const both = ["here", "host"]
  const wanted = { ...made, host: served.name, "known-to": both }
  expect(deployments).toMatchObject([wanted])
  expect((await served.sessions(marks)).handshakes).toBe(1)
})

test("a watch keeps its connections", async ({ pair: { fleet, served } }) => {
  const marks = await served.sessions()
  const words = ["status", served.name, "--watch", "--every", "1", "--verbose"]
  let seen = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const run = sdops(fleet, words, {
    onOut: (line, kill) => {
      if (line.includes(served.name)) seen += 1
      if (seen !== 3 || !line.includes(served.name)) return
      kill("SIGINT")
      resolve()
    },
  })
  await promise
  expect((await run).exit).toBe(0)
  expect((await served.sessions(marks)).handshakes).toBe(1)
})

test("gpu tells what each GPU does, and for which service", async ({
  pair: { fleet, served },
}) => {
  const run = await sdops(fleet, ["gpu", "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { hosts } = gpuResult.parse(JSON.parse(run.stdout))
  const found = hosts.find(({ host }) => host === served.name)
  expect(found).toMatchObject({
    gpus: [
      {
        name: "NVIDIA GeForce GTX 1060 6GB",
        processes: [{ unit: "comfyui.service" }],
        temperature: 28,
        "total-mib": 6144,
      },
    ],
  })
})

test("a host that is gone is a line beside the others", async ({
  pair: { fleet, fresh, served },
}) => {
  await fresh.unplug()
  const environment = { SDOPS_LIMIT_CONNECT: "3" }
  const run = await sdops(fleet, ["status"], { environment }).finally(() =>
    fresh.heal(),
  )
  expect(run.exit).toBe(1)
  const lines = run.stdout.trimEnd().split("\n")
  expect(lines).toHaveLength(4)
  const line = (name: string) => lines.find((one) => one.includes(name))
  expect(line(fresh.name)).toContain(`can't reach ${fresh.address}`)
  expect(line(served.name)).toMatch(/comfyui 0 {2}committed \d+[sm] ago$/)
  expect(lines.filter((one) => one.length > 80)).toEqual([])
})

test("nvidia-smi that says no is an error with its cure", async ({
  pair: { fleet, served },
}) => {
  await served.exec("mv /dev/nvidiactl /dev/nvidiactl-away")
  const run = await sdops(fleet, ["gpu", served.name]).finally(() =>
    served.exec("mv /dev/nvidiactl-away /dev/nvidiactl"),
  )
  expect(run.exit).toBe(1)
  expect(run.stdout).toContain("no NVIDIA GPU answers")
  expect(run.stdout).toContain(`sdops doctor ${served.name} --only reach,gpu`)
})

test("exec runs as root on each host, and tells who failed", async ({
  pair: { fleet, fresh, served },
}) => {
  const marks = await served.sessions()
  const command = `id -un; cat; [ "$(uname -n)" = ${served.name} ]`
  const words = ["exec", "--on", "all", "--json", "--", command]
  const run = await sdops(fleet, words)
  expect([run.exit, run.stderr]).toEqual([1, ""])
  const { hosts } = execResult.parse(JSON.parse(run.stdout))
  const ends = hosts.map((host) => [
    host.host,
    "exit" in host && [host.exit, host.stdout],
  ])
  expect(Object.fromEntries(ends)).toEqual({
    [fresh.name]: [1, "root\n"],
    [served.name]: [0, "root\n"],
  })
  expect((await served.sessions(marks)).handshakes).toBe(1)
  const shown = await sdops(fleet, ["exec", "--on", "all", "--", command])
  expect(shown.stdout).toMatch(new RegExp(`^${served.name} +\\| root$`, "m"))
  expect(shown.stderr).toMatch(new RegExp(`^${fresh.name} +\\| ✗ exit 1\n$`))
})

test("Ctrl-C ends what exec has begun on a host", async ({
  pair: { fleet, served },
}) => {
  const words = ["exec", "--on", served.name, "--", "echo on; exec sleep 7654"]
  const run = await sdops(fleet, words, {
    onOut: (_, kill) => kill("SIGINT"),
  })
  expect(run.exit).toBe(130)
  const sleeping = async () =>
    (await served.exec("pgrep -xf 'sleep 7654' | wc -l")).stdout.trim()
  await expect.poll(sleeping).toBe("0")
})

test("logs of many hosts are one stream, in the order of time", async ({
  pair: { fleet, fresh, served },
}) => {
  for (const host of [served, fresh, served])
    await host.exec(["logger", "-t", "moose", "-p", "user.info", "hello"])
  const environment = { TZ: "UTC" }
  const words = ["logs", "all", "--json", "--unit", "*", "--lines", "200"]
  const run = await sdops(fleet, words, { environment })
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { lines } = logsResult.parse(JSON.parse(run.stdout))
  const apps = lines.filter(({ text }) => text.startsWith("comfyui["))
  expect(new Set(apps.map(({ host }) => host))).toEqual(new Set([served.name]))
  const times = lines.map(({ at }) => at)
  expect(times).toEqual(times.toSorted())
})

test("logs -f goes on after a host was lost, from where it was", async ({
  pair: { fleet, served },
}) => {
  const say = (text: string) =>
    served.exec(`systemd-run -q --wait --unit=moose echo ${text}`)
  const words = ["logs", "--on", served.name, "-f", "--unit", "moose"]
  const environment = { SDOPS_LIMIT_CONNECT: "3", SDOPS_LIMIT_KEEPALIVE: "1" }
  const waiting = new Map<string, () => void>()
  const heard = (text: string) =>
    new Promise<void>((resolve) => waiting.set(text, resolve))
  let stop: (() => void) | undefined
  const [one, two] = [heard("first"), heard("second")]
  const run = sdops(fleet, [...words, "--lines", "10"], {
    environment,
    onOut: (line, kill) => {
      stop = () => kill("SIGINT")
      for (const [text, told] of waiting) if (line.endsWith(text)) told()
    },
  })
  await say("first")
  await one
  // sshd ends the connection; the host itself stays.
  await served.exec("pkill -f 'sshd-session: root' || pkill -f 'sshd: root'")
  await say("second")
  await two
  stop?.()
  const { exit, stderr, stdout } = await run
  expect([exit, stdout.split("first\n").length]).toEqual([0, 2])
  expect(stderr).toContain("trying again")
})

test("ssh checks the pinned key, and exits as the command does", async ({
  pair: { fleet, served },
}) => {
  const words = ["ssh", served.name, "--", "uname -n; exit 7"]
  const run = await sdops(fleet, words)
  expect([run.exit, run.stdout]).toEqual([7, `${served.name}\n`])
  const other =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"
  await using wrong = await makeFleet([served], {
    hosts: { [served.name]: { "host-key": other } },
  })
  const refused = await sdops(wrong, words)
  expect([refused.exit, refused.stdout]).toEqual([255, ""])
  expect(refused.stderr).toContain("Host key verification failed")
})
