import { fail } from "../../errors/fail.ts"
import { selectHosts } from "../../inventory/select/select.ts"
import { evaluatedText } from "../../output/text/evaluated-text.ts"
import type { EvaluatedHosts } from "../../upkeep/evaluating/eval-result.ts"
import { evalHosts } from "../../upkeep/evaluating/eval.ts"
import { openRepl } from "../../upkeep/evaluating/repl.ts"
import { siteOf } from "../../upkeep/site.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetWork } from "./fleet-work.ts"

type Flags = GlobalFlags & {
  readonly on?: string | undefined
  readonly sudoPassword?: string | undefined
}

/** Evaluates an attribute of hosts and shows the values. */
export async function evaluated(
  hosts: string,
  attribute: string,
  flags: Flags & {
    readonly apply?: string | undefined
    readonly parallel: number
  },
): Promise<EvaluatedHosts> {
  const { apply, on, parallel } = flags
  return fleetWork({
    flags,
    recovery: "sdops flake check",
    say: evaluatedText,
    work: async (fleet, context) => {
      const chosen = selectHosts(fleet, [hosts])
      const input = { apply, attribute, on, parallel }
      return evalHosts(fleet, chosen, input, context)
    },
  })
}

/** Nix' prompt about one host. Errors: `needsTerminal`, `usage`. */
export async function prompted(
  name: string,
  flags: Flags,
): Promise<{ "exit-code": number; host: string; on: string }> {
  return fleetWork({
    flags,
    recovery: "sdops flake check",
    say: () => undefined,
    work: async (fleet, context) => {
      const [host, ...others] = selectHosts(fleet, [name])
      if (host === undefined || others.length > 0) {
        const problem = `repl takes one host; ${name} are ${others.length + 1}`
        throw fail("usage", { problem, try: ["sdops hosts list"] })
      }
      if (!process.stdin.isTTY || !process.stdout.isTTY) {
        const again = `sdops eval ${host.name} networking.hostName`
        throw fail("needsTerminal", { again, command: "repl" })
      }
      const site = flags.on === undefined ? host : siteOf(fleet, flags.on)
      const exit = await openRepl(fleet, { host, site }, context)
      return { "exit-code": exit, host: host.name, on: site.name }
    },
  })
}
