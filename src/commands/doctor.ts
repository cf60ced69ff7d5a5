import { string as hostArgument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import type { DoctorResult } from "../doctor/result.ts"

export default class Doctor extends SdopsCommand {
  static override readonly args = {
    hosts: hostArgument({
      description: "Names, globs, @tag, all; ! before one excludes it.",
      multiple: true,
    }),
  }
  static override readonly description =
    "Checks this machine and each host, over one connection and with one " +
    "probe, and shows what is wrong, what that means and what to run. " +
    "Changes nothing but what --fix mends: it starts apps and Nix's daemon " +
    "again, sets the clock going and makes the driver's device nodes."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --only gpu,app --strict",
    "<%= config.bin %> <%= command.id %> lithium --fix",
    "<%= config.bin %> <%= command.id %> lithium --smoke",
    "<%= config.bin %> <%= command.id %> --explain gpu/module-loaded",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    "dry-run": boolean({
      dependsOn: ["fix"],
      summary: "Show what --fix runs, and run nothing.",
    }),
    explain: string({
      helpValue: "ID",
      summary: "Explain a check without running it.",
    }),
    fix: boolean({ summary: "Try cures that take nothing from anybody." }),
    only: string({
      delimiter: ",",
      helpValue: "ID",
      multiple: true,
      multipleNonGreedy: true,
      summary: "Run these checks or groups only: gpu/model, app.",
    }),
    smoke: boolean({ summary: "Have each app that answers make an image." }),
    strict: boolean({ summary: "Exit 1 on warnings too." }),
  }
  static override readonly summary =
    "Show what is wrong with hosts, and the cure"

  static readonly result = async () =>
    (await import("../doctor/result.ts")).doctorResult

  async run(): Promise<DoctorResult> {
    const { args, flags } = await this.asked(Doctor)
    if (flags.explain !== undefined) {
      const { explained } = await import("../cli/tasks/explained.ts")
      return explained(flags.explain, flags)
    }
    const { examined } = await import("../cli/tasks/examined.ts")
    return examined({ flags, hosts: args.hosts ?? [] })
  }
}
