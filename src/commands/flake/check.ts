import { site } from "../../cli/flags/flake-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { FlakeChecked } from "../../upkeep/evaluating/check-result.ts"

export default class FlakeCheck extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Evaluates hosts (default: all) and shows what is wrong with each: with " +
    "its own Nix, or with that of --on, which also works for hosts that " +
    "don't exist yet. Leaves nothing but pushed source trees."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> @closet --on lithium",
  ]
  static override readonly flags = {
    ...site,
    ...parallel,
  }
  static override readonly summary = "Evaluate hosts and show what is wrong"

  static readonly result = async () =>
    (await import("../../upkeep/evaluating/check-result.ts")).flakeChecked

  async run(): Promise<FlakeChecked> {
    const { args, flags } = await this.asked(FlakeCheck)
    const { selectHosts } = await import("../../inventory/select/select.ts")
    const { checkedText } = await import("../../output/text/flake-text.ts")
    const { checkFlake } = await import("../../upkeep/evaluating/check.ts")
    const { on, parallel } = flags
    return fleetWork({
      flags,
      recovery: "sdops flake check",
      say: checkedText,
      work: (fleet, context) => {
        const hosts = selectHosts(fleet, args.hosts ?? ["all"])
        return checkFlake(fleet, hosts, { on, parallel }, context)
      },
    })
  }
}
