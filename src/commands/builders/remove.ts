import { string as argument } from "@oclif/core/args"
import type { BuilderRemoved } from "../../builders/result.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class BuildersRemove extends SdopsCommand {
  static override readonly args = {
    name: argument({ description: "The builder's name.", required: true }),
  }
  static override readonly description =
    "Removes a builder from hosts/fleet.yaml. Everything else in the file " +
    "stays, comments included."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> argon",
  ]
  static override readonly summary = "Remove a builder from the fleet"

  static readonly result = async () =>
    (await import("../../builders/result.ts")).builderRemoved

  async run(): Promise<BuilderRemoved> {
    const { args, flags } = await this.asked(BuildersRemove)
    const { fleetWork } = await import("../../cli/tasks/fleet-work.ts")
    const { removeBuilder } = await import("../../builders/remove.ts")
    return fleetWork({
      flags,
      recovery: "sdops builders list",
      say: ({ removed }) => `removed ${removed} from hosts/fleet.yaml`,
      work: (fleet, context) => removeBuilder(fleet, args.name, context),
    })
  }
}
