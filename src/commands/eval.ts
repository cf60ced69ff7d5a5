import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import { site } from "../cli/flags/flake-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import type { EvaluatedHosts } from "../upkeep/evaluating/eval-result.ts"

export default class Eval extends SdopsCommand {
  static override readonly args = {
    hosts: argument({
      description: "Names, globs, @tag or all, by commas.",
      required: true,
    }),
    attribute: argument({
      description: "Of their configuration: networking.hostName.",
      required: true,
    }),
  }
  static override readonly description =
    "Evaluates an attribute of hosts' NixOS configuration as a deployment " +
    "would make it, by each host's own Nix or by that of --on. Builds and " +
    "changes nothing; leaves a pushed source tree."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium services.comfyui.port",
    "<%= config.bin %> <%= command.id %> all system.stateVersion --json",
    "<%= config.bin %> <%= command.id %> lithium users.users " +
      "--apply builtins.attrNames",
  ]
  static override readonly flags = {
    ...site,
    ...parallel,
    apply: string({
      helpValue: "FUNCTION",
      summary: "A function of Nix that is given the value.",
    }),
  }
  static override readonly summary = "Evaluate a value of a configuration"

  static readonly result = async () =>
    (await import("../upkeep/evaluating/eval-result.ts")).evaluatedHosts

  async run(): Promise<EvaluatedHosts> {
    const { args, flags } = await this.asked(Eval)
    const { evaluated } = await import("../cli/tasks/evaluated.ts")
    return evaluated(args.hosts, args.attribute, flags)
  }
}
