import { type LabFleet, makeFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"
import { launch } from "../../test/lab/launch.ts"
import { requireLab } from "../../test/lab/requirements.ts"
import { labFrom } from "../../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "../benchmark.ts"
import { builderOf, letIn } from "../../test/e2e/builder.ts"
import { adopt } from "./adopt.ts"
import { builder, type Case, cases, change, type Trial } from "./case.ts"
import { control } from "./control.ts"
import type { Cost } from "./cost.ts"
import { type Deployer, sdopsItself } from "./deployer.ts"
import { peersIn } from "./peer.ts"

const turns = 3

type Task = Pick<Case, "each" | "hosts" | "site">

/**
 * The same work on the same hosts by sdops and by each peer that a variable
 * names, in turn. A peer runs on a rehearsal host beside them, which has Nix;
 * it proves nothing and makes no image. Without a variable: sdops alone.
 */
export const peers: Benchmark = {
  cases: cases.map(({ name }) => name),
  name: "peers",
  async run(names) {
    const chosen = cases.filter(({ name }) => names.includes(name))
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using stack = new AsyncDisposableStack()
    const count = Math.max(...chosen.map(({ hosts }) => hosts))
    const hosts: LabHost[] = []
    for (let host = 0; host < count; host += 1) {
      hosts.push(stack.use(await launch(lab)))
    }
    const machine = stack.use(await launch(lab))
    const builders = { [builder]: builderOf(machine) }
    const fleet = stack.use(await makeFleet(hosts, { fleet: { builders } }))
    for (const host of hosts) await letIn(machine, host)
    const known = peersIn(process.env)
    const others = await control({ fleet, hosts, machine }, known)
    // Before the hosts go.
    return await measured(chosen, fleet, hosts, [sdopsItself(fleet), ...others])
  },
}

/** Each case by each deployer, as often as there are turns. */
async function measured(
  chosen: readonly Case[],
  fleet: LabFleet,
  hosts: readonly LabHost[],
  deployers: readonly Deployer[],
): Promise<Row[]> {
  let port = 8200
  const trial = (deployer: Deployer, task: Task): Trial => {
    const { each = false, hosts: count, site = "host" } = task
    const [first, ...more] = hosts.slice(0, count)
    if (first === undefined) throw new Error("a case without a host")
    const some = [first, ...more] as const
    port += 1
    const ports = new Map(
      some.map((host, at) => [host, at === 0 || !each ? port : (port += 1)]),
    )
    return { deployer, fleet, hosts: some, ports, site }
  }
  // What a deployer's first deployment brings along is there from then on.
  const sites = new Set(chosen.map(({ site = "host" }) => site))
  for (const deployer of deployers) {
    for (const site of sites) {
      await change(trial(deployer, { hosts: hosts.length, site }))
      await adopt(hosts)
    }
  }
  const rows = []
  for (const task of chosen) {
    const taken = new Map<string, Cost[]>()
    for (let turn = 0; turn < turns; turn += 1) {
      for (const deployer of deployers) {
        const one = trial(deployer, task)
        const cost = await task.measure(one)
        taken.set(deployer.name, [...(taken.get(deployer.name) ?? []), cost])
        const seconds = cost.seconds.toFixed(2)
        console.error(`${task.name}: ${deployer.name} ${seconds} s`)
        await adopt(one.hosts)
      }
    }
    rows.push(...rowsOf(task, taken))
  }
  return rows
}

/** What sdops took against each peer; against itself where there is none. */
function rowsOf(task: Case, taken: ReadonlyMap<string, Cost[]>): Row[] {
  const names = [...taken.keys()]
  const against = names.length > 1 ? names.slice(1) : names
  const of = (name: string, what: keyof Cost) =>
    (taken.get(name) ?? []).map((cost) => cost[what])
  return task.counts.flatMap((what) =>
    against.map((name) =>
      row(
        `${task.name}: ${what}`,
        of("sdops", what),
        { name, values: of(name, what) },
        what === "seconds" || what === "cpu" ? "s" : "",
      ),
    ),
  )
}
