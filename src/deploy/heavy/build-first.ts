import { machineLine } from "../../builders/machine.ts"
import { machinesFor } from "../../builders/machines-for.ts"
import { builderConfig } from "../../nix/nix-config.ts"
import { heavyFailure } from "./heavy-failure.ts"
import type { Deployment } from "../deployment.ts"
import type { BuildLog } from "../build/read-build.ts"
import { heavyPolicy } from "./heavy-policy.ts"
import { realisePlanned } from "../build/realise-planned.ts"
import type { StageContext } from "../stage.ts"

type Needs = "config" | "fleet" | "host" | "input" | "plan" | "site" | "source"

/**
 * Fetches what is heavy, and has builders compile the rest of it, with no job
 * on the host itself, so that a cache or builder that dies is a failure and
 * not a compilation here. The whole build isn't made so: it would send each
 * unit file there, and its inputs with it. Returns the text of NIX_CONFIG for
 * what is left to build. Errors: of Nix.
 */
export async function buildFirst(
  given: Pick<Deployment, Needs>,
  log: BuildLog,
  context: StageContext,
): Promise<string> {
  const { config, fleet, host, input, plan, site } = given
  // A build site that is a builder compiles by itself, with everything else.
  const own = site.shared !== undefined
  const { first, machines } = own ? none : plan.builders
  const builders = machines.map(machineLine)
  const fetched = heavyPolicy(host, input) === "allow" ? [] : plan.fetch.heavy
  const paths = fetched.map(({ path }) => path)
  const wanted = [...paths, ...first.map(({ drv }) => drv)]
  if (wanted.length > 0) {
    const names = [...new Set(first.flatMap(({ on }) => on))].toSorted()
    const on = names.join(", ")
    if (fetched.length > 0) context.say("fetching heavy packages")
    if (on !== "") context.say(`compiling heavy packages on ${on}`)
    const onBuilders = config + builderConfig({ builders, maxJobs: 0 })
    const { exit } = await realisePlanned(
      given,
      { config: onBuilders, of: "heavy", wanted },
      log,
      context,
    )
    if (exit !== 0) throw heavyFailure(log, { fetched, fleet, host })
  }
  // Where the fleet has none, the host's own are its own matter.
  if (own) return config
  const some = machinesFor(fleet, host).machines.length > 0
  return some ? config + builderConfig({ builders }) : config
}

const none = { first: [], machines: [] } as const
