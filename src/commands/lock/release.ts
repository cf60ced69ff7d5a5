import { consent, elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { selectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { LockReleased } from "../../fleet/locks/result.ts"

export default class LockRelease extends SdopsCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Releases hosts' deploy locks. One whose deployment is over is taken " +
    "away. A deployment that goes on is told to turn back, after a question, " +
    "and followed to its end: the old system runs then, and the lock is free."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --yes --json",
  ]
  static override readonly flags = { ...consent, ...elevation, ...parallel }
  static override readonly summary = "Release the deploy lock"

  static readonly result = async () =>
    (await import("../../fleet/locks/result.ts")).lockReleased

  async run(): Promise<LockReleased> {
    const { args, flags } = await this.asked(LockRelease)
    const { releaseLocks } = await import("../../fleet/locks/release.ts")
    const { chosenHosts } = await import("../../cli/flags/chosen-hosts.ts")
    const { lockReleasedText } =
      await import("../../output/text/on-host/lock-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops lock status",
      say: lockReleasedText,
      work: (fleet, context) =>
        releaseLocks(chosenHosts(fleet, args.hosts), flags, context),
    })
  }
}
