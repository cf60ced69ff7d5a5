import { sdops } from "../../test/e2e/sdops.ts"
import type { LabFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"

/** Where systems are built: on each host, or on the machine of the peers. */
export type Site = "host" | "machine"

/** Brings hosts to what the fleet declares, or says what that would do. */
export type Deployer = {
  readonly name: string
  /** Learns what the fleet declares now; not measured. */
  readonly learn: () => Promise<void>
  readonly deploy: (hosts: readonly LabHost[], site: Site) => Promise<Answer>
  readonly plan: (hosts: readonly LabHost[]) => Promise<Answer>
  /** Undefined: it runs no commands. */
  readonly exec?:
    | ((hosts: readonly LabHost[], command: string) => Promise<Answer>)
    | undefined
}

export type Answer = { readonly good: boolean; readonly text: string }

/** sdops on this machine, which has the fleet. */
export function sdopsItself(fleet: LabFleet): Deployer {
  const run = async (...words: readonly string[]): Promise<Answer> => {
    const { exit, stderr, stdout } = await sdops(fleet, words)
    return { good: exit === 0, text: stdout + stderr }
  }
  const names = (hosts: readonly LabHost[]) => hosts.map(({ name }) => name)
  return {
    // Where it builds is in the fleet.
    deploy: (hosts) => run("deploy", ...names(hosts), "--yes"),
    learn: async () => {},
    name: "sdops",
    plan: (hosts) => run("plan", ...names(hosts)),
  }
}
