import { editFleet, type LabFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"
import { waitFor } from "../../test/lab/wait.ts"
import { type Cost, costOf } from "./cost.ts"
import type { Answer, Deployer, Site } from "./deployer.ts"

/** What each deployer does in turn. */
export type Case = {
  /** Of the command line and of the rows. */
  readonly name: string
  /** What is worth a row. */
  readonly counts: readonly (keyof Cost)[]
  /** How many hosts it takes. */
  readonly hosts: number
  readonly measure: (trial: Trial) => Promise<Cost>
  /** Whether each host has a configuration of its own. */
  readonly each?: boolean
  readonly site?: Site
}

export type Trial = {
  readonly deployer: Deployer
  readonly fleet: LabFleet
  /** Those of the case; the first is measured. */
  readonly hosts: readonly [LabHost, ...LabHost[]]
  /** By host: one that no app has listened on yet. */
  readonly ports: ReadonlyMap<LabHost, number>
  readonly site: Site
}

const all = ["seconds", "cpu", "forks", "sessions"] as const
// Other hosts, or none, do the work.
const waited = ["seconds"] as const

/** The fleet's name of the machine that peers run on. */
export const builder = "machine"

/** Milliseconds, each way. */
const halfway = 25

export const cases: readonly Case[] = [
  { counts: all, hosts: 1, measure: change, name: "changed-port" },
  { counts: waited, hosts: 1, measure: farChange, name: "changed-port-far" },
  { counts: waited, hosts: 4, measure: change, name: "changed-port-4" },
  { counts: all, hosts: 1, measure: unchanged, name: "unchanged" },
  { counts: waited, hosts: 1, measure: plan, name: "plan" },
  { counts: waited, hosts: 1, measure: mistake, name: "evaluation-error" },
  ...fleets("plan", plan),
  ...fleets("deploy", change),
]

/** 1, 4, 10 hosts of one configuration, and 10 of ten, built in one place. */
function fleets(name: string, measure: Case["measure"]): readonly Case[] {
  const shared = { counts: waited, measure, site: "machine" } as const
  return [
    ...[1, 4, 10].map((hosts) => ({
      ...shared,
      hosts,
      name: `fleet-${name}-${hosts}`,
    })),
    { ...shared, each: true, hosts: 10, name: `fleet-${name}-10-of-ten` },
  ]
}

/** Another port: until the deployer has ended, which may prove nothing. */
export async function change(trial: Trial): Promise<Cost> {
  await declare(trial)
  const { deployer, hosts, site } = trial
  const work = () => hope(deployer.deploy(hosts, site))
  return costOf(hosts[0], work, () => served(trial))
}

/** The same with 50 ms to the host and back. */
async function farChange(trial: Trial): Promise<Cost> {
  const [host] = trial.hosts
  await host.wire({ delay: halfway })
  try {
    return await change(trial)
  } finally {
    await host.heal()
  }
}

async function unchanged(trial: Trial): Promise<Cost> {
  await change(trial)
  const { deployer, hosts, site } = trial
  return costOf(hosts[0], () => hope(deployer.deploy(hosts, site)))
}

async function plan(trial: Trial): Promise<Cost> {
  await declare(trial)
  const { deployer, hosts } = trial
  return costOf(hosts[0], () => hope(deployer.plan(hosts)))
}

/** A misspelt option: until the deployer has said so. */
async function mistake(trial: Trial): Promise<Cost> {
  const { deployer, fleet, hosts, site } = trial
  const [host] = hosts
  const spell = async (from: string, to: string) => {
    const file = `${host.name}/configuration.nix`
    await editFleet(fleet, file, (text) => text.replace(from, to))
  }
  await spell("openssh.", "opensssh.")
  await deployer.learn()
  try {
    return await costOf(host, async () => {
      const { good, text } = await deployer.deploy(hosts, site)
      if (good || !text.includes("opensssh")) throw new Error(text)
    })
  } finally {
    await spell("opensssh.", "openssh.")
  }
}

/** Writes ports and build site into the fleet and tells the deployer. */
async function declare({ deployer, fleet, hosts, ports, site }: Trial) {
  for (const host of hosts) {
    await editFleet(fleet, `${host.name}.yaml`, (text) => {
      const written = JSON.parse(text)
      written.services.comfyui.port = ports.get(host)
      written["build-on"] = site === "host" ? "host" : builder
      return JSON.stringify(written)
    })
  }
  await deployer.learn()
}

async function hope(answer: Promise<Answer>): Promise<void> {
  const { good, text } = await answer
  if (!good) throw new Error(text)
}

/** Waits until the apps answer on the port: they were really deployed. */
async function served({ deployer, hosts, ports }: Trial): Promise<void> {
  for (const host of hosts) {
    const { address, name } = host
    const url = `http://${address}:${ports.get(host)}/system_stats`
    const ok = () =>
      fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    const what = `${name} to serve what ${deployer.name} has deployed`
    await waitFor(ok, { deadline: 60, what })
  }
}
