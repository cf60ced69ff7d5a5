import { builderHosts } from "../../builders/machines-for.ts"
import { fail } from "../../errors/fail.ts"
import { rebuild } from "../../host/nix/rebuild.ts"
import { buildFirst } from "../heavy/build-first.ts"
import { expectedOf } from "../build/expected.ts"
import { readBuild } from "../build/read-build.ts"
import { traitsOf } from "../goal.ts"
import type { Stage } from "../stage.ts"

/**
 * `--engine nixos-rebuild`: the whole switch is nixos-rebuild's, without a
 * supervisor, a gate or a way back. Errors: `engineFailed`.
 */
export const handOver: Stage<
  "config" | "fleet" | "host" | "input" | "link" | "plan" | "site" | "source",
  never
> = {
  name: "activate",
  title: "Hand over to nixos-rebuild, without a supervisor",
  unsupervised: true,
  async run(given, context) {
    const { fleet, host, input, link, source } = given
    const { goal } = input
    const log = readBuild(context, fleet, expectedOf(given))
    const config = await buildFirst(given, log, context)
    const exit = await rebuild(link.shell, {
      action: goal === "boot" || goal === "test" ? goal : "switch",
      config,
      deadline: context.limits.build,
      host: host.name,
      hosts: builderHosts(fleet, host),
      onLine: log.line,
      source,
    })
    if (exit === 0) {
      return { adds: {}, ends: traitsOf(goal).verdict, text: "switched" }
    }
    const evidence = log.tail()
    throw fail("engineFailed", { exit }, { evidence })
  },
}
