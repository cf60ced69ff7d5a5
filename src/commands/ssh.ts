import { string } from "@oclif/core/args"
import { SdopsCommand } from "../cli/sdops-command.ts"

export default class Ssh extends SdopsCommand {
  static override readonly args = {
    host: string({ description: "The host's name.", required: true }),
    command: string({
      description: "What to run there, as ssh takes it (default: a login).",
      multiple: true,
    }),
  }
  static override readonly description =
    "Logs in to a host by the system's ssh, which gets the terminal. " +
    "Address, port and user are those of the inventory, and the host's key " +
    "must be the pinned one; all else is your own ssh_config. Exits as ssh " +
    "does."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> lithium -- nvidia-smi",
  ]
  static override readonly summary = "Log in to a host"

  static readonly result = async () => {
    const { z } = await import("zod")
    return z.strictObject({
      "exit-code": z.number().int().describe("ssh's, or that of the command"),
      host: z.string(),
    })
  }

  async run(): Promise<{ "exit-code": number; host: string }> {
    const { args, flags } = await this.asked(Ssh)
    const { loggedIn } = await import("../cli/tasks/logged-in.ts")
    return loggedIn(args.host, args.command ?? [], flags)
  }
}
