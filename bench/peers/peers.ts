import { type LabFleet, makeFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"
import { launch } from "../../test/lab/launch.ts"
import { requireLab } from "../../test/lab/requirements.ts"
import { labFrom } from "../../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "../benchmark.ts"
import { type Case, cases, change } from "./case.ts"
import { control } from "./control.ts"
import type { Cost } from "./cost.ts"
import { type Deployer, sdopsItself } from "./deployer.ts"
import { peersIn } from "./peer.ts"

const turns = 3

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
    const fleet = stack.use(await makeFleet(hosts))
    const known = peersIn(process.env)
    const place = async () => {
      const machine = stack.use(await launch(lab))
      return control({ fleet, hosts, machine }, known)
    }
    const others = known.length === 0 ? [] : await place()
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
  const trial = (deployer: Deployer, count: number) => {
    const [first, ...more] = hosts.slice(0, count)
    if (first === undefined) throw new Error("a case without a host")
    port += 1
    return { deployer, fleet, hosts: [first, ...more] as const, port }
  }
  // What a deployer's first deployment brings along is there from then on.
  for (const deployer of deployers) {
    await change(trial(deployer, hosts.length))
    await adopt(hosts)
  }
  const rows = []
  for (const task of chosen) {
    const taken = new Map<string, Cost[]>()
    for (let turn = 0; turn < turns; turn += 1) {
      for (const deployer of deployers) {
        const one = trial(deployer, task.hosts)
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

/** deploy-rs leaves a profile that is not the system which it has started. */
async function adopt(hosts: readonly LabHost[]): Promise<void> {
  const script = `system=$(readlink -f /run/current-system)
    nix-env --profile /nix/var/nix/profiles/system --set "$system"
    "$system/bin/switch-to-configuration" boot`
  const ran = await Promise.all(hosts.map((host) => host.exec(script)))
  for (const { exit, stderr } of ran) if (exit !== 0) throw new Error(stderr)
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
