import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { DeploymentCommand, selectors } from "../cli/work/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Resume extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Reads the record that the newest deployment left on each host: follows " +
    "it to its end if it still runs, closes it if a reboot or a power cut " +
    "ended it, and says what runs now. Starts nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Say how the last deployment ended"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.parse(Resume)
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
