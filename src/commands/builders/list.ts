import type { BuildersListed } from "../../builders/result.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class BuildersList extends SdopsCommand {
  static override readonly description =
    "Lists the remote builders in hosts/fleet.yaml. Contacts none of them."
  static override readonly examples = ["<%= config.bin %> <%= command.id %>"]
  static override readonly summary = "List the fleet's builders"

  static readonly result = async () =>
    (await import("../../builders/result.ts")).buildersListed

  async run(): Promise<BuildersListed> {
    const { flags } = await this.asked(BuildersList)
    const { fleetWork } = await import("../../cli/tasks/fleet-work.ts")
    const { listBuilders } = await import("../../builders/list.ts")
    const { buildersText } = await import("../../output/text/builders-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops builders list",
      say: buildersText,
      work: async (fleet) => listBuilders(fleet),
    })
  }
}
