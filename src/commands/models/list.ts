import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { chosenHosts } from "../../cli/flags/chosen-hosts.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { ModelList } from "../../models/result.ts"

export default class ModelsList extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows the models that hosts declare (default: all hosts). Connects to " +
    "nobody; sdops models verify looks at what is there."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> @closet --json",
  ]
  static override readonly summary = "List declared models"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelList

  async run(): Promise<ModelList> {
    const { args, flags } = await this.asked(ModelsList)
    const { listModels } = await import("../../models/list.ts")
    const { modelListText } = await import("../../output/text/models-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops models list",
      say: modelListText,
      work: async (fleet) => listModels(chosenHosts(fleet, args.hosts)),
    })
  }
}
