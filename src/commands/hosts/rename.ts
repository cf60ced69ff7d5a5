import { string } from "@oclif/core/args"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { HostRenamed } from "../../inventory/edit/result.ts"

export default class HostsRename extends SdopsCommand {
  static override readonly args = {
    host: string({ description: "Its name now.", required: true }),
    name: string({ description: "Its new name.", required: true }),
  }
  static override readonly description =
    "Gives a host another name in the inventory: its file, its folder, and " +
    "the modules that lie there. Contacts no host; the next deployment tells " +
    "the host its name."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium helium",
    "<%= config.bin %> <%= command.id %> lithium helium --json",
  ]
  static override readonly summary = "Give a host another name"

  static readonly result = async () =>
    (await import("../../inventory/edit/result.ts")).hostRenamed

  async run(): Promise<HostRenamed> {
    const { args, flags } = await this.asked(HostsRename)
    const { renamedHost } = await import("../../cli/tasks/edited-hosts.ts")
    return renamedHost(args.host, args.name, flags)
  }
}
