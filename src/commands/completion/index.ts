import { string } from "@oclif/core/args"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import {
  completingShells,
  completionScripts,
} from "../../cli/completion/scripts.ts"

export default class Completion extends SdopsCommand {
  static override readonly args = {
    shell: string({
      description: "bash, fish or zsh.",
      options: [...completingShells],
      required: true,
    }),
  }
  static override readonly description =
    "Prints the script that makes a shell complete commands, flags, hosts " +
    "and tags. Its first line says how to load it."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> bash",
    "<%= config.bin %> <%= command.id %> fish",
  ]
  static override readonly summary = "Print a shell's completion script"

  static readonly result = async () => {
    const { z } = await import("zod")
    const shell = z.enum(completingShells)
    return z.strictObject({ script: z.string(), shell })
  }

  async run(): Promise<{ script: string; shell: string }> {
    const { args, flags } = await this.asked(Completion)
    const found = completingShells.find((shell) => shell === args.shell)
    const shell = found ?? "bash"
    const script = completionScripts[shell]
    await this.print(script, flags)
    return { script, shell }
  }
}
