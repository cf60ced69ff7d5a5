import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { selectors } from "../cli/tasks/deployment-command.ts"
import { fleetWork } from "../cli/tasks/fleet-work.ts"
import type { GenerationsResult } from "../fleet/generations/result.ts"

export default class Generations extends SdopsCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Lists the generations that a host could go back to, the newest first: " +
    "when each was made, its NixOS, driver and apps, who deployed it, and " +
    "which one runs and which boots next. Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "List what a host can go back to"

  static readonly result = async () =>
    (await import("../fleet/generations/result.ts")).generationsResult

  async run(): Promise<GenerationsResult> {
    const { args, flags } = await this.asked(Generations)
    const { generationsOf } =
      await import("../fleet/generations/generations.ts")
    const { chosenHosts } = await import("../cli/flags/chosen-hosts.ts")
    const { generationsText } =
      await import("../output/text/on-host/generations-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops status",
      say: generationsText,
      work: (fleet, context) =>
        generationsOf(chosenHosts(fleet, args.hosts), flags, context),
    })
  }
}
