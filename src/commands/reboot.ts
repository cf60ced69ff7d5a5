import { elevation, reboots } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Reboot extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Reboots each host and proves that it serves: waits for the running job, " +
    "keeps the queue, and makes an image afterwards. A system that was only " +
    "staged, by deploy --goal stage, is booted once, and becomes the boot " +
    "default when it is proven; else the host boots the old one again."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --reboot --json",
  ]
  static override readonly flags = { ...elevation, ...parallel, ...reboots }
  static override readonly summary = "Reboot hosts, and prove that they serve"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Reboot)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { reboot } = await import("../deploy/reboot.ts")
        const { eachHost } = await import("../deploy/each-host.ts")
        return eachHost(
          reboot(flags),
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
