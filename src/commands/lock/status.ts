import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { LockStatus as Result } from "../../fleet/locks/result.ts"

export default class LockStatus extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows who holds each host's deploy lock, for which deployment, since " +
    "when and how far it is, when its supervisor last gave a sign of life, " +
    "and when the lock expires without another. Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Show who holds the deploy lock"

  static readonly result = async () =>
    (await import("../../fleet/locks/result.ts")).lockStatus

  async run(): Promise<Result> {
    const { args, flags } = await this.asked(LockStatus)
    const { statusOfLocks } = await import("../../fleet/locks/status.ts")
    const { chosenHosts } = await import("../../cli/flags/chosen-hosts.ts")
    const { lockStatusText } =
      await import("../../output/text/on-host/lock-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops lock status",
      say: lockStatusText,
      work: (fleet, context) =>
        statusOfLocks(chosenHosts(fleet, args.hosts), flags, context),
    })
  }
}
