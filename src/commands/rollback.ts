import { integer } from "@oclif/core/flags"
import { consent, elevation, reboots } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Rollback extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Takes each host back to the previous generation, or to the one that " +
    "--to names, the same way as a deployment: supervised, proven, " +
    "committed. Shows first what it goes back to, and asks. Builds nothing " +
    "and deletes no generation; sdops generations lists them."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --yes --json",
    "<%= config.bin %> <%= command.id %> lithium --to 12 --yes",
  ]
  static override readonly flags = {
    ...consent,
    ...elevation,
    ...parallel,
    ...reboots,
    to: integer({
      helpValue: "N",
      min: 1,
      summary: "The generation to go back to; else the one before.",
    }),
  }
  static override readonly summary = "Go back to an earlier generation"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Rollback)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { rollbackTo } = await import("../deploy/rollback.ts")
        const { eachHost } = await import("../deploy/each-host.ts")
        return eachHost(
          rollbackTo(flags),
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
