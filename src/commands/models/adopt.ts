import { string as argument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { ModelsAdopted } from "../../models/result.ts"

export default class ModelsAdopt extends SdopsCommand {
  static override readonly args = {
    host: argument({ description: "The host.", required: true }),
  }
  static override readonly description =
    "Hashes the files that lie in a host's folders of models, asks civitai " +
    "which they are, and declares them in hosts/NAME.yaml. The others are " +
    "listed with their hash. Changes nothing on the host."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --allow-pickle --json",
  ]
  static override readonly flags = {
    ...elevation,
    "allow-pickle": boolean({
      summary: "Take pickles, which run their makers' code when loaded.",
    }),
    token: string({
      helpValue: "REF",
      summary: "civitai's token, as env:NAME, file:PATH or cmd:COMMAND.",
    }),
  }
  static override readonly summary = "Declare models that lie on a host"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelsAdopted

  async run(): Promise<ModelsAdopted> {
    const { args, flags } = await this.asked(ModelsAdopt)
    const { adoptedModels } = await import("../../cli/tasks/model-work.ts")
    return adoptedModels(args.host, flags)
  }
}
