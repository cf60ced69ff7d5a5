import { boolean } from "@oclif/core/flags"
import {
  accepted,
  building,
  consent,
  elevation,
  engine,
  first,
  goal,
  reboots,
} from "../cli/flags/deploy-flags.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Deploy extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Builds each host's system, activates it under a supervisor on the host, " +
    "proves that the host can be reached and makes an image, and only then " +
    "makes it the boot default. If anything fails, the host goes back to the " +
    "system that worked."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --dry-run",
    "<%= config.bin %> <%= command.id %> @closet --goal build",
    "<%= config.bin %> <%= command.id %> lithium --goal stage",
    "<%= config.bin %> <%= command.id %> lithium --yes --reboot",
  ]
  static override readonly flags = {
    ...building,
    ...consent,
    ...elevation,
    "dry-run": boolean({ summary: "Show the plan and stop there." }),
    engine: engine(),
    ...first,
    goal: goal(),
    ...reboots,
  }
  static override readonly summary =
    "Bring hosts to the state the inventory declares"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Deploy)
    const goal = flags.dryRun ? "plan" : flags.goal
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { deploy } = await import("../deploy/deploy.ts")
        return deploy(
          fleet,
          hosts,
          { ...flags, accept: accepted(flags.accept), goal },
          context,
        )
      },
    )
  }
}
