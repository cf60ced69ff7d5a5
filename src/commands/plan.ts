import { boolean } from "@oclif/core/flags"
import {
  accepted,
  building,
  elevation,
  first,
} from "../cli/flags/deploy-flags.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"
import { exitCodes } from "../errors/exit-codes.ts"

export default class Plan extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Evaluates each host's system and shows what would be built, fetched and " +
    "refused. Leaves nothing on the host but a pushed source tree."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --detailed-exitcode",
  ]
  static override readonly flags = {
    ...building,
    ...elevation,
    ...first,
    "detailed-exitcode": boolean({
      summary: "Exit 10 if a deployment would change something.",
    }),
  }
  static override readonly summary = "Show what a deployment would do"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Plan)
    const input = { engine: "sdops", goal: "plan" } as const
    const result = await this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { deploy } = await import("../deploy/deploy.ts")
        return deploy(
          fleet,
          hosts,
          { ...flags, ...input, accept: accepted(flags.accept) },
          context,
        )
      },
    )
    const changes = result.hosts.some(({ plan }) => plan?.unchanged === false)
    if (flags.detailedExitcode && result["exit-code"] === 0 && changes) {
      process.exitCode = exitCodes.changes
    }
    return result
  }
}
