import { string } from "@oclif/core/args"
import { site } from "../cli/flags/flake-flags.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"

export default class Repl extends SdopsCommand {
  static override readonly args = {
    host: string({ description: "The host's name.", required: true }),
  }
  static override readonly description =
    "Opens Nix' prompt with a host's config, options and pkgs in scope, as a " +
    "deployment would make them: on the host, or on that of --on. Changes " +
    "nothing; leaves a pushed source tree."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --on lithium",
  ]
  static override readonly flags = site
  static override readonly summary = "Explore a configuration in Nix' prompt"

  static readonly result = async () => {
    const { z } = await import("zod")
    return z.strictObject({
      "exit-code": z.number().int().describe("that of the prompt"),
      host: z.string(),
      on: z.string().describe("the host whose Nix it was"),
    })
  }

  async run(): Promise<{ "exit-code": number; host: string; on: string }> {
    const { args, flags } = await this.asked(Repl)
    const { prompted } = await import("../cli/tasks/evaluated.ts")
    return prompted(args.host, flags)
  }
}
