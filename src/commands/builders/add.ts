import { string as argument } from "@oclif/core/args"
import type { BuilderAdded } from "../../builders/result.ts"
import { builderFlags } from "../../cli/flags/builder-flags.ts"
import { consent } from "../../cli/flags/deploy-flags.ts"
import { port } from "../../cli/flags/ssh-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class BuildersAdd extends SdopsCommand {
  static override readonly args = {
    name: argument({ description: "Its name in the fleet.", required: true }),
    address: argument({
      description: "Its address from here and from hosts; user@ and :port too.",
      required: true,
    }),
  }
  static override readonly description =
    "Adds a builder to hosts/fleet.yaml and pins its host key: the one " +
    "given, or the one it offers, once you confirm it. Shows which keys the " +
    "builder has to accept."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> krypton krypton.lan " +
      "--features big-parallel --max-jobs 4",
    "<%= config.bin %> <%= command.id %> xenon xenon.lan:2222 --user nix-build",
  ]
  static override readonly flags = { ...builderFlags, ...consent, ...port }
  static override readonly summary = "Add a remote builder to the fleet"

  static readonly result = async () =>
    (await import("../../builders/result.ts")).builderAdded

  async run(): Promise<BuilderAdded> {
    const { args, flags } = await this.asked(BuildersAdd)
    const { addedBuilder } = await import("../../cli/tasks/added-builder.ts")
    return addedBuilder({ args, flags })
  }
}
