import { deployed, sdops } from "../test/e2e/sdops.ts"
import { editFleet, type LabFleet, makeFleet } from "../test/lab/fleet.ts"
import type { LabHost } from "../test/lab/host.ts"
import { launch } from "../test/lab/launch.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "./benchmark.ts"
import { control, type Deployer } from "./control.ts"
import { costOf, type Cost } from "./cost.ts"
import { peersIn } from "./peer.ts"

const turns = 3
const tasks = ["changed port", "unchanged", "plan"] as const

const plain = ["seconds"] as const
const ofHost = ["cpu", "forks", "sessions"] as const

type Task = (typeof tasks)[number]
type Taken = Readonly<Record<Task, Cost[]>>

/**
 * The same change of the same host by sdops and by each peer that a variable
 * names, in turn. A peer runs on a rehearsal host beside it, which has Nix; it
 * proves nothing and makes no image. Without a variable: sdops alone.
 */
export const peers: Benchmark = {
  name: "peers",
  async run() {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using host = await launch(lab)
    await using machine = await launch(lab)
    await using fleet = await makeFleet([host])
    const sdopsItself = ours(fleet, host)
    await sdopsItself.deploy(8188)
    const others = peersIn(process.env)
    const deployers = [
      sdopsItself,
      ...(await control({ host, machine }, others)),
    ]
    const taken = new Map(deployers.map(({ name }) => [name, nothing()]))
    let port = 8200
    for (let turn = 0; turn < turns; turn += 1) {
      for (const { deploy, name, plan } of deployers) {
        port += 1
        const mine = taken.get(name) ?? nothing()
        mine["plan"].push(await costOf(host, () => plan(port)))
        mine["changed port"].push(await costOf(host, () => deploy(port)))
        mine["unchanged"].push(await costOf(host, () => deploy(port)))
      }
    }
    return tasks.flatMap((task) => rowsOf(task, taken))
  },
}

function nothing(): Taken {
  return { "changed port": [], plan: [], unchanged: [] }
}

/** sdops on this machine. */
function ours(fleet: LabFleet, host: LabHost): Deployer {
  const declare = (port: number) =>
    editFleet(fleet, `${host.name}.yaml`, (text) => {
      const written = JSON.parse(text)
      written.services.comfyui.port = port
      return JSON.stringify(written)
    })
  return {
    deploy: async (port) => {
      await declare(port)
      const { run, verdict } = await deployed(fleet, host.name)
      const good = verdict === "committed" || verdict === "unchanged"
      if (!good) throw new Error(run.stderr)
    },
    name: "sdops",
    plan: async (port) => {
      await declare(port)
      const { exit, stderr } = await sdops(fleet, ["plan", host.name])
      if (exit !== 0) throw new Error(stderr)
    },
  }
}

/** What sdops took against each peer; against itself where there is none. */
function rowsOf(task: Task, taken: ReadonlyMap<string, Taken>): Row[] {
  const of = (name: string) => taken.get(name)?.[task] ?? []
  const names = [...taken.keys()]
  const against = names.length > 1 ? names.slice(1) : names
  // Peers plan where they are; the host has nothing to do then.
  const measured = task === "plan" ? plain : [...plain, ...ofHost]
  return against.flatMap((name) =>
    measured.map((what) =>
      row(
        `${task}: ${what}`,
        of("sdops").map((cost) => cost[what]),
        { name, values: of(name).map((cost) => cost[what]) },
        what === "seconds" || what === "cpu" ? "s" : "",
      ),
    ),
  )
}
