import { string } from "@oclif/core/args"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CompletionWords extends SdopsCommand {
  static override readonly args = {
    words: string({
      description: "The words after sdops, up to the cursor.",
      ignoreStdin: true,
      multiple: true,
    }),
  }
  static override readonly description =
    "Says what the last of the words of a command line may become, a line " +
    "each. The scripts of sdops completion ask it."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> -- deploy li",
  ]
  static override readonly hidden = true
  static override readonly summary = "Say what may complete a command line"

  static readonly result = async () => {
    const { z } = await import("zod")
    return z.strictObject({ candidates: z.array(z.string()) })
  }

  async run(): Promise<{ candidates: readonly string[] }> {
    const { args, flags } = await this.asked(CompletionWords)
    const { candidates } = await import("../../cli/completion/candidates.ts")
    const { hostsKnown } = await import("../../cli/completion/hosts-known.ts")
    const { topics } = await import("../../cli/topics.ts")
    const found = await candidates(args.words ?? [""], {
      commands: this.config.commands.filter(({ hidden }) => hidden !== true),
      hosts: () => hostsKnown(flags),
      topics: topics.map(({ name }) => name),
    })
    await this.print(found.join("\n"), flags)
    return { candidates: found }
  }
}
