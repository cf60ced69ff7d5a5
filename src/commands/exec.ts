import { string as argument } from "@oclif/core/args"
import { elevation } from "../cli/flags/deploy-flags.ts"
import { on } from "../cli/flags/on.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import type { ExecResult } from "../fleet/exec/result.ts"

export default class Exec extends SdopsCommand {
  static override readonly args = {
    command: argument({
      description: "A program and its arguments, or one text for sh.",
      multiple: true,
      required: true,
    }),
  }
  static override readonly description =
    "Runs a command on hosts, as root, side by side, and shows each line " +
    "with the host's name before it. It has no input and no terminal, and " +
    "ends when the connection does."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> --on all -- uname -r",
    "<%= config.bin %> <%= command.id %> --on @closet -- df -h /nix",
    "<%= config.bin %> <%= command.id %> --on lithium -- 'dmesg | grep Xid'",
  ]
  static override readonly flags = {
    ...elevation,
    ...on,
    ...parallel,
  }
  static override readonly summary = "Run a command on hosts"
  static override readonly usage =
    "<%= command.id %> --on SELECTOR [--parallel N] -- COMMAND..."

  static readonly result = async () =>
    (await import("../fleet/exec/result.ts")).execResult

  async run(): Promise<ExecResult> {
    const { args, flags } = await this.asked(Exec)
    const { executed } = await import("../cli/tasks/executed.ts")
    return executed({ flags, words: args.command })
  }
}
