import { machineName } from "../../builders/machine-name.ts"
import { handOut, type HandedOut } from "../../host/store/hand-over-paths.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import type { BuildLog } from "../build/read-build.ts"
import { type Sources, sourcesOf } from "../build/sources.ts"
import type { Deployment } from "../deployment.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { StageContext } from "../stage.ts"
import { deliver } from "./deliver.ts"
import type { SharedSite } from "./site.ts"

type Needs = "derivations" | "facts" | "fleet" | "host" | "link"

type Order = {
  /** Text of NIX_CONFIG, for the site. */
  readonly config: string
  readonly evaluation: Evaluation
  readonly shared: SharedSite
}

/**
 * Builds a host's system on another machine, with those of the other hosts of
 * that site, and brings it to the host as soon as it is there. Errors:
 * `buildFailed`, those of `deliver`.
 */
export async function buildElsewhere(
  given: Pick<Deployment, Needs>,
  { config, evaluation, shared }: Order,
  log: BuildLog,
  context: StageContext,
): Promise<Sources> {
  const { derivations, fleet, host } = given
  const { system, toplevel } = evaluation
  context.say(`building on ${shared.name}`)
  const { whole } = await shared.build({
    config,
    host: host.name,
    onLine: log.line,
    system,
  })
  // Nobody may be left to wait for it.
  whole.catch(() => {})
  const asked = () => {
    const built = log.provenance().built.map(({ drv }) => drv)
    return { built, host: host.name, system, toplevel }
  }
  const early = await handOut(shared.link.shell, asked())
  const out = early.valid ? early : await afterAll()
  const own = sourcesOf(log.provenance(), fleet, derivations, shared.name)
  const { cached, copied } = await deliver(
    { ...given, closure: out.closure, shared, toplevel },
    context,
  )
  const of = new Set(out.of)
  return {
    built: own.built.filter(({ derivation }) => of.has(derivation)),
    ...(copied > 0 && { copied: [{ from: shared.name, paths: copied }] }),
    fetched: cached,
  }

  async function afterAll(): Promise<HandedOut> {
    await whole
    const last = await handOut(shared.link.shell, asked())
    if (last.valid) return last
    const where = shared.name
    const builder = (uri: string) => machineName(uri, fleet)
    throw nixFailure(log.text(), { builder, during: "the build", where })
  }
}
