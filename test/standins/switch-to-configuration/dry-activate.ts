import type { Run } from "./child.ts"
import type { Comparison } from "./compare.ts"
import { takeRequested } from "./lists.ts"
import { shown } from "./plan.ts"
import { planRequested } from "./requested.ts"
import type { Rules } from "./rules.ts"
import type { Voice } from "./say.ts"

type Manners = {
  /** Told of the lists that an activation script may have left. */
  hears(prefix: "activation" | "dry-activation"): void
  readonly rules: Rules
  readonly voice: Voice
}

/** Shows what a switch would do to running units; 0, always. */
export function dryActivate(
  out: string,
  run: Run,
  found: Comparison,
  { hears, rules, voice }: Manners,
): 0 {
  const { facts, goneSwaps, plan, restartSystemd } = found
  for (const device of goneSwaps)
    voice.say(`would stop swap device: ${device}\n`)
  voice.units("would stop the following units", shown(plan, plan.stop))
  voice.units("would NOT stop the following changed units", plan.skip)
  voice.say("would activate the configuration...\n")
  run([`${out}/dry-activate`, out])
  hears("dry-activation")
  const asked = takeRequested("dry-activation", `${out}/etc/systemd/system`)
  planRequested(asked, plan, rules, facts)
  if (restartSystemd) voice.say("would restart systemd\n")
  voice.units("would reload the following units", plan.reload)
  voice.units("would restart the following units", plan.restart)
  voice.units("would start the following units", shown(plan, plan.start))
  return 0
}
