import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { HostRemoved } from "../../inventory/edit/result.ts"

export default class HostsRemove extends SdopsCommand {
  static override readonly args = {
    host: argument({ description: "The host's name.", required: true }),
  }
  static override readonly description =
    "Takes a host out of the inventory: its file and folder are kept in " +
    "hosts/.removed. Contacts no host and changes nothing there. Asks for " +
    "its name."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium --confirm lithium --json",
  ]
  static override readonly flags = {
    confirm: string({
      helpValue: "NAME",
      summary: "The host's name once more, instead of typing it.",
    }),
  }
  static override readonly summary = "Take a host out of the inventory"

  static readonly result = async () =>
    (await import("../../inventory/edit/result.ts")).hostRemoved

  async run(): Promise<HostRemoved> {
    const { args, flags } = await this.asked(HostsRemove)
    const { removedHost } = await import("../../cli/tasks/edited-hosts.ts")
    return removedHost(args.host, flags)
  }
}
