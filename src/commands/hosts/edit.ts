import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { HostEdited } from "../../inventory/edit/result.ts"

const several = {
  multiple: true,
  multipleNonGreedy: true,
} as const

export default class HostsEdit extends SdopsCommand {
  static override readonly args = {
    host: argument({ description: "The host's name.", required: true }),
  }
  static override readonly description =
    "Edits a host's file in the inventory and keeps its comments: by flags, " +
    "or without any in your editor. Nothing is written unless the whole " +
    "inventory would be valid. Changes nothing on the host."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium --set port=2222",
    "<%= config.bin %> <%= command.id %> lithium --add tags=closet",
    "<%= config.bin %> <%= command.id %> lithium --remove state-version",
  ]
  static override readonly flags = {
    add: string({
      ...several,
      helpValue: "PATH=VALUE",
      summary: "Append a value to a list.",
    }),
    remove: string({
      ...several,
      helpValue: "PATH[=VALUE]",
      summary: "Remove a key, or one value of a list.",
    }),
    set: string({
      ...several,
      helpValue: "PATH=VALUE",
      summary: "Set a key, such as services.comfyui.port=8189.",
    }),
  }
  static override readonly summary = "Edit a host's file"

  static readonly result = async () =>
    (await import("../../inventory/edit/result.ts")).hostEdited

  async run(): Promise<HostEdited> {
    const { args, flags } = await this.asked(HostsEdit)
    const { editedHost } = await import("../../cli/tasks/edited-hosts.ts")
    const { add = [], remove = [], set = [] } = flags
    return editedHost(args.host, { add, remove, set }, flags)
  }
}
