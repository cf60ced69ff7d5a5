import { string } from "@oclif/core/args"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { unknownTopic } from "../cli/usage.ts"
import { columnsOf } from "../output/wrap.ts"

export default class Help extends SdopsCommand {
  static override readonly args = {
    topic: string({
      description: "A command or a topic.",
      multiple: true,
    }),
  }
  static override readonly description =
    "Shows the help of a command, or one of the topics environment, errors, " +
    "exit-codes, hosts and recovery."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> deploy",
    "<%= config.bin %> <%= command.id %> exit-codes",
  ]
  static override readonly summary = "Show help for a command or a topic"

  static readonly result = async () => {
    const { z } = await import("zod")
    return z.strictObject({ text: z.string(), topic: z.string() })
  }

  async run(): Promise<{ text: string; topic: string } | undefined> {
    const { args, flags } = await this.asked(Help)
    const { topics } = await import("../cli/topics.ts")
    const name = args.topic?.join(":")
    const topic = topics.find((one) => one.name === name)
    if (topic !== undefined) {
      const text = topic.text(columnsOf(process.stdout))
      await this.print(text, flags)
      // `hosts` is a group of commands, too; they follow.
      const group = this.config.topics.some((one) => one.name === name)
      if (!group || flags.json) return { text, topic: topic.name }
      await this.print("", flags)
    }
    const commands = [
      ...this.config.commandIDs,
      ...this.config.topics.map((one) => one.name),
    ]
    if (name !== undefined && !commands.includes(name)) {
      const known = [...commands, ...topics.map((one) => one.name)]
      throw unknownTopic(name, known)
    }
    const { GroupedHelp } = await import("../cli/root-help.ts")
    const { config } = this
    const help = new GroupedHelp(config, config.pjson.oclif.helpOptions)
    if (name === undefined) await this.print(help.firstPage(), flags)
    else await help.showHelp([name])
    return undefined
  }
}
