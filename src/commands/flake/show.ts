import { SdopsCommand } from "../../cli/sdops-command.ts"
import { selectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { FlakeShown } from "../../upkeep/show-result.ts"

export default class FlakeShow extends SdopsCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "Lists what a deployment would push for each host: files, locked inputs, " +
    "hash. Contacts no machine."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --json",
  ]
  static override readonly summary = "Show what is pushed for a host"

  static readonly result = async () =>
    (await import("../../upkeep/show-result.ts")).flakeShown

  async run(): Promise<FlakeShown> {
    const { args, flags } = await this.asked(FlakeShow)
    const { selectHosts } = await import("../../inventory/select/select.ts")
    const { shownText } = await import("../../output/text/flake-text.ts")
    const { showFlake } = await import("../../upkeep/show.ts")
    return fleetWork({
      flags,
      recovery: `sdops flake show ${args.hosts.join(" ")}`,
      say: shownText,
      work: async (fleet) => showFlake(fleet, selectHosts(fleet, args.hosts)),
    })
  }
}
