import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { sdops } from "../test/e2e/sdops.ts"
import { type LabFleet, makeFleet } from "../test/lab/fleet.ts"
import type { LabHost } from "../test/lab/host.ts"
import { launch } from "../test/lab/launch.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, row, type Row } from "./benchmark.ts"
import { control } from "./peers/control.ts"
import type { Deployer } from "./peers/deployer.ts"
import { peersIn } from "./peers/peer.ts"

const turns = 5
const sizes = [1, 10, 20]
const works = ["doctor", "exec", "status"] as const
type Work = (typeof works)[number]
type Task = { readonly count: number; readonly name: string; work: Work }

const tasks = sizes.flatMap((count) =>
  works.map((work): Task => ({ count, name: `${work}-${count}`, work })),
)

/**
 * `doctor`, `exec` and `status` of 1, 10 and 20 rehearsal hosts on which
 * nothing was deployed, against `ssh HOST true` for each of them at once, and
 * against colmena's exec where its variable names it.
 */
export const fleetWork: Benchmark = {
  cases: tasks.map(({ name }) => name),
  name: "fleet-work",
  async run(names) {
    const chosen = tasks.filter(({ name }) => names.includes(name))
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using stack = new AsyncDisposableStack()
    const hosts: LabHost[] = []
    while (hosts.length < Math.max(...chosen.map(({ count }) => count)))
      hosts.push(await quiet(stack.use(await launch(lab))))
    const fleet = stack.use(await makeFleet(hosts))
    const known = peersIn(process.env).filter(({ exec }) => exec !== undefined)
    const machine = known.length > 0 && stack.use(await launch(lab))
    const peers = machine ? await control({ fleet, hosts, machine }, known) : []
    for (const peer of peers) await peer.learn()
    const rows = []
    for (const task of chosen)
      rows.push(...(await measured(task, { fleet, hosts, peers })))
    return rows
  },
}

/** Twenty user managers would use up the machine's inotify instances. */
async function quiet(host: LabHost): Promise<LabHost> {
  await host.exec("systemctl mask --runtime --now user@0.service")
  return host
}

type Place = {
  readonly fleet: LabFleet
  readonly hosts: readonly LabHost[]
  readonly peers: readonly Deployer[]
}

/** Everybody in turn, as often as there are turns. */
async function measured(
  { count, name, work }: Task,
  { fleet, hosts, peers }: Place,
): Promise<readonly Row[]> {
  const some = hosts.slice(0, count)
  const [ours, plain] = [[] as number[], [] as number[]]
  const theirs = peers.map((peer) => ({ peer, values: [] as number[] }))
  for (let turn = 0; turn < turns; turn += 1) {
    ours.push(await worked(fleet, some, work))
    plain.push(await timed(() => Promise.all(some.map(loggedIn))))
    if (work !== "exec") continue
    for (const { peer, values } of theirs)
      values.push(await timed(() => executed(peer, some)))
  }
  const ssh = { name: "ssh true, side by side", values: plain }
  const executing = theirs.filter(({ values }) => values.length > 0)
  return [
    row(name, ours, ssh, "s"),
    ...executing.map(({ peer, values }) =>
      row(name, ours, { name: `${peer.name} exec`, values }, "s"),
    ),
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Seconds; an error unless it took one handshake a host. */
async function worked(
  fleet: LabFleet,
  hosts: readonly LabHost[],
  work: Work,
): Promise<number> {
  const names = hosts.map(({ name }) => name)
  const marks = await Promise.all(hosts.map((host) => host.sessions()))
  const words =
    work === "exec"
      ? ["exec", "--on", names.join(","), "--", "true"]
      : [work, ...names]
  words.splice(1, 0, "--parallel", String(hosts.length))
  const seconds = await timed(async () => {
    const { exit, stderr, stdout } = await sdops(fleet, words)
    if (exit !== 0) throw new Error(stderr + stdout)
  })
  for (const [at, host] of hosts.entries()) {
    const { handshakes } = await host.sessions(marks[at])
    if (handshakes !== 1) throw new Error(`${host.name}: ${handshakes}`)
  }
  return seconds
}

async function loggedIn({ name, sshConfig }: LabHost): Promise<void> {
  await promisify(execFile)("ssh", ["-F", sshConfig, `root@${name}`, "true"])
}

async function executed(
  { exec }: Deployer,
  hosts: readonly LabHost[],
): Promise<void> {
  const answer = await exec?.(hosts, "true")
  if (!answer?.good) throw new Error(answer?.text)
}
