import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import type { BuildersChecked } from "../../builders/result.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class BuildersCheck extends SdopsCommand {
  static override readonly args = {
    builders: argument({
      description: "Names of builders (default: all).",
      multiple: true,
    }),
  }
  static override readonly description =
    "Makes each host build something new on each builder, for each of its " +
    "systems and features, and shows what fails, why and what to do. Leaves " +
    "a few tiny store paths."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> argon --from lithium",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    from: string({
      default: ["all"],
      delimiter: ",",
      helpValue: "HOSTS",
      multiple: true,
      multipleNonGreedy: true,
      summary: "Check from these hosts only: names, globs, @tag.",
    }),
  }
  static override readonly summary = "Prove that builders can build"

  static readonly result = async () =>
    (await import("../../builders/result.ts")).buildersChecked

  async run(): Promise<BuildersChecked> {
    const { args, flags } = await this.asked(BuildersCheck)
    const { checkedBuilders } =
      await import("../../cli/tasks/checked-builders.ts")
    return checkedBuilders({ builders: args.builders ?? [], flags })
  }
}
