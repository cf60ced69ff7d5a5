import type { BuildersListed } from "../../builders/result.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class BuildersList extends SdopsCommand {
  static override readonly description =
    "Lists the remote builders of hosts/fleet.yaml. Asks none of them."
  static override readonly examples = ["<%= config.bin %> <%= command.id %>"]
  static override readonly summary = "List the fleet's builders"

  static readonly result = async () =>
    (await import("../../builders/result.ts")).buildersListed

  async run(): Promise<BuildersListed> {
    const { flags } = await this.parse(BuildersList)
    const { withFleet } = await import("../../cli/with-fleet.ts")
    const { listBuilders } = await import("../../builders/list.ts")
    const { buildersText } = await import("../../output/builders-text.ts")
    const { show } = await import("../../cli/show.ts")
    const recovery = "sdops builders list"
    const listed = await withFleet({ flags, recovery }, async (fleet) =>
      listBuilders(fleet),
    )
    show(listed, flags, buildersText(listed))
    return listed
  }
}
