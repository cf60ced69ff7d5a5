import { consent, elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Rollback extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Takes each host back to the previous generation, the same way as a " +
    "deployment: supervised, proven, committed. Builds nothing and deletes " +
    "no generation."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --yes --json",
  ]
  static override readonly flags = { ...consent, ...elevation, ...parallel }
  static override readonly summary = "Go back to the previous generation"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Rollback)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { rollback } = await import("../deploy/rollback.ts")
        for (const { name } of hosts) {
          const text = "go back to the previous generation"
          await context.confirm({ flag: "--yes", host: name, text })
        }
        const { eachHost } = await import("../deploy/each-host.ts")
        return eachHost(
          rollback,
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
