import { ask } from "../facts.ts"
import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"
import { cpuIn } from "./unit-cpu.ts"
import unitWorkScript from "./unit-work.sh"

/** What shows that a unit is at work. */
export type UnitWork = {
  /** Threads that wait for a disk or a device. */
  readonly blocked: number
  /** Seconds that its processes have used; undefined: nobody counts them. */
  readonly cpu: number | undefined
  /** Percent of the busiest GPU, whoever uses it; undefined: not told. */
  readonly gpu: number | undefined
  /** Milliseconds since 1970, by the host's clock. */
  readonly now: number
}

/** What a unit does at this moment. Errors: those of `ask`. */
export async function workOf(
  shell: HostShell,
  unit: string,
): Promise<UnitWork> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: `asking what ${unit} does`,
    script: unitWorkScript,
    variables: { unit: unitSchema.parse(unit) },
  })
  const number = (key: string) => {
    const said = facts.get(key)?.trim() ?? ""
    return said === "" ? undefined : Number(said)
  }
  return {
    blocked: number("blocked") ?? 0,
    cpu: cpuIn(facts),
    gpu: number("gpu"),
    now: (number("now") ?? 0) * 1000,
  }
}
