import { ask } from "../facts.ts"
import unitProcessScript from "./unit-process.sh"
import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"

/**
 * Whether a unit has a main process now; where systemd doesn't tell, it may
 * have one. Errors: those of `ask`.
 */
export async function hasProcess(
  shell: HostShell,
  unit: string,
): Promise<boolean> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: `looking for the process of ${unit}`,
    script: unitProcessScript,
    variables: { unit: unitSchema.parse(unit) },
  })
  return facts.get("pid") !== "0"
}
