import { ask, type Facts } from "../facts.ts"
import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"
import unitCpuScript from "./unit-cpu.sh"

/**
 * How many seconds of CPU the processes of a unit have used; undefined where
 * systemd doesn't count them. Errors: those of `ask`.
 */
export async function cpuOf(
  shell: HostShell,
  unit: string,
): Promise<number | undefined> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: `asking what CPU ${unit} has used`,
    script: unitCpuScript,
    variables: { unit: unitSchema.parse(unit) },
  })
  return cpuIn(facts)
}

/** Seconds, of what `cpu_used` tells. */
export function cpuIn(facts: Facts): number | undefined {
  const used = facts.get("cpu")
  return used === undefined ? undefined : Number(used) / 1e9
}
