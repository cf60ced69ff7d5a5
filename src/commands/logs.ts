import { boolean, integer, string } from "@oclif/core/flags"
import { elevation } from "../cli/flags/deploy-flags.ts"
import { optionalOn } from "../cli/flags/on.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { optionalSelectors } from "../cli/tasks/deployment-command.ts"
import type { LogsResult } from "../fleet/logs/result.ts"

export default class Logs extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows what the journals of hosts say about their apps, or about other " +
    "units, as one stream with the host's name before each line. With -f it " +
    "goes on until Ctrl-C; a host that is lost is tried again from where it " +
    "was."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> --on @closet -f",
    "<%= config.bin %> <%= command.id %> all -u sshd --since today --json",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    follow: boolean({
      char: "f",
      exclusive: ["json"],
      summary: "Go on with what comes, until Ctrl-C.",
    }),
    lines: integer({
      char: "n",
      helpValue: "N",
      min: 0,
      summary: "Lines of each host (default: 20, or all with --since).",
    }),
    ...optionalOn,
    since: string({
      helpValue: "TIME",
      summary: "From when on, as journalctl takes it: today, '1 hour ago'.",
    }),
    unit: string({
      char: "u",
      helpValue: "UNIT",
      multiple: true,
      multipleNonGreedy: true,
      summary: "Other systemd units than those of the host's apps.",
    }),
  }
  static override readonly summary = "Show hosts' logs as one stream"

  static readonly result = async () =>
    (await import("../fleet/logs/result.ts")).logsResult

  async run(): Promise<LogsResult> {
    const { args, flags } = await this.asked(Logs)
    const { logged } = await import("../cli/tasks/logged.ts")
    return logged({ flags, hosts: args.hosts ?? [] })
  }
}
