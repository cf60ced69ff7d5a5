import type { Run } from "./child.ts"
import type { Comparison } from "./compare.ts"
import { takeRequested } from "./lists.ts"
import { shown } from "./plan.ts"
import { planRequested } from "./requested.ts"
import { say, sayUnits } from "./say.ts"

/** Shows what a switch would do to running units; 0, always. */
export function dryActivate(out: string, run: Run, found: Comparison): 0 {
  const { facts, goneSwaps, plan, restartSystemd } = found
  for (const device of goneSwaps) say(`would stop swap device: ${device}\n`)
  sayUnits("would stop the following units", shown(plan, plan.stop))
  sayUnits("would NOT stop the following changed units", plan.skip)
  say("would activate the configuration...\n")
  run([`${out}/dry-activate`, out])
  const asked = takeRequested("dry-activation", `${out}/etc/systemd/system`)
  planRequested(asked, plan, facts.active, facts.hasNext)
  if (restartSystemd) say("would restart systemd\n")
  sayUnits("would reload the following units", plan.reload)
  sayUnits("would restart the following units", plan.restart)
  sayUnits("would start the following units", shown(plan, plan.start))
  return 0
}
