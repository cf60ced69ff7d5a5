import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Resume extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Reads the record of the latest deployment on each host: follows it to " +
    "its end if it is still running, closes it if a reboot or power cut " +
    "ended it, and shows what runs now. Starts nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Show how the last deployment ended"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Resume)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { resume } = await import("../deploy/resume.ts")
        const { eachHost } = await import("../deploy/each-host.ts")
        return eachHost(
          resume,
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
