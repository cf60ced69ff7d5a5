import { z } from "zod"
import { evaluationFailure } from "../../deploy/plan/evaluation-failure.ts"
import { fittingJson } from "../../host/fitting.ts"
import { evaluateAttribute } from "../../host/nix/evaluate-attribute.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { attributePath } from "./attribute.ts"
import type { EvaluatedHosts } from "./eval-result.ts"
import { onSites, type Pushed, type SitesInput } from "./on-sites.ts"

export type EvalInput = SitesInput & {
  /** A function of Nix that is given the value; undefined: the value. */
  readonly apply: string | undefined
  /** Of `config`, as people write it. */
  readonly attribute: string
}

/**
 * Evaluates an attribute of hosts' configurations; changes nothing but pushed
 * source trees. Errors: `usage` for what is no attribute, `unknownHost` of
 * `on`, `interrupted`; all others are a host's result.
 */
export async function evalHosts(
  fleet: Fleet,
  hosts: readonly Host[],
  input: EvalInput,
  context: RemoteContext,
): Promise<EvaluatedHosts> {
  const attribute = attributePath(input.attribute)
  const ask = async ({ config, link, source }: Pushed, { name }: Host) => {
    const { exit, json, stderr } = await evaluateAttribute(link.shell, {
      apply: input.apply,
      attribute,
      config,
      host: name,
      source,
    })
    if (exit !== 0 || json === undefined)
      throw evaluationFailure(stderr, name, fleet)
    const asked = "the evaluation"
    return fittingJson(z.json(), json, { asked, host: link.shell.host })
  }
  const found = await onSites(fleet, hosts, input, ask, context)
  const failed = found.some((one) => "error" in one)
  return {
    attribute: input.attribute,
    "exit-code": failed ? 1 : 0,
    hosts: found.map((one) =>
      "error" in one ? one : { host: one.host, on: one.on, value: one.answer },
    ),
  }
}
