import { string as argument } from "@oclif/core/args"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { ModelRemoved } from "../../models/result.ts"

export default class ModelsRemove extends SdopsCommand {
  static override readonly args = {
    hosts: argument({
      description: "Host, glob or @tag; fleet: the defaults of all hosts.",
      required: true,
    }),
    name: argument({
      description: "The model's name, or FOLDER/NAME.",
      required: true,
    }),
  }
  static override readonly description =
    "Removes a model from hosts/NAME.yaml, with the comment right above it. " +
    "Hosts drop it with their next deployment."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium " +
      "loras/pony-xl-v6-artist-styles",
  ]
  static override readonly summary = "Stop declaring a model"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelRemoved

  async run(): Promise<ModelRemoved> {
    const { args, flags } = await this.asked(ModelsRemove)
    const { removeModel } = await import("../../models/remove.ts")
    const { modelRemovedText } =
      await import("../../output/text/models-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops models list",
      say: modelRemovedText,
      work: async (fleet, context) => removeModel(fleet, args, context),
    })
  }
}
