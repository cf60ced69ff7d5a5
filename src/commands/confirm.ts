import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../deploy/outcome/result.ts"

export default class Confirm extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Takes over a deployment that waits on a host for the proof, such as one " +
    "whose machine is gone: proves the candidate over a fresh connection, as " +
    "deploy does, and has the host commit it. All that it needs is the " +
    "record there. If the proof fails, the host goes back."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Prove and commit what waits on a host"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(Confirm)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { confirm } = await import("../deploy/confirm.ts")
        const { eachHost } = await import("../deploy/each-host.ts")
        return eachHost(
          confirm,
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
