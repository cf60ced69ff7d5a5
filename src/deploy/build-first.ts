import { machineLine } from "../builders/machine.ts"
import { machinesFor } from "../builders/machines-for.ts"
import { realise } from "../host/realise.ts"
import { builderConfig } from "../nix/nix-config.ts"
import { heavyFailure } from "./heavy-failure.ts"
import type { Deployment } from "./deployment.ts"
import type { BuildLog } from "./read-build.ts"
import type { StageContext } from "./stage.ts"

type Needs = "config" | "fleet" | "host" | "link" | "plan"

/**
 * Has builders compile what is heavy, with no job on the host itself, so that
 * a builder that dies is a failure and not a compilation here. The whole build
 * isn't made so: it would send each unit file there, and its inputs with it.
 * Returns the text of NIX_CONFIG for what is left to build. Errors: of Nix.
 */
export async function buildFirst(
  given: Pick<Deployment, Needs>,
  log: BuildLog,
  context: StageContext,
): Promise<string> {
  const { config, fleet, host, link, plan } = given
  const { first, machines } = plan.builders
  const builders = machines.map(machineLine)
  if (first.length > 0) {
    const names = [...new Set(first.flatMap(({ on }) => on))].toSorted()
    context.say(`compiling what is heavy on ${names.join(", ")}`)
    const { exit } = await realise(link.shell, {
      config: config + builderConfig({ builders, maxJobs: 0 }),
      deadline: context.limits.build,
      drvs: first.map(({ drv }) => drv),
      onLine: log.line,
    })
    if (exit !== 0) throw heavyFailure(log, { fleet, host })
  }
  // Where the fleet has none, the host's own are its own matter.
  const some = machinesFor(fleet, host).machines.length > 0
  return some ? config + builderConfig({ builders }) : config
}
