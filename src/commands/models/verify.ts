import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import type { ModelsVerified } from "../../models/result.ts"

export default class ModelsVerify extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Hashes the declared models of hosts (default: all hosts) where ComfyUI " +
    "loads them, and compares. Exits 1 when one is missing or another file. " +
    "Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --json",
  ]
  static override readonly flags = { ...elevation, ...parallel }
  static override readonly summary = "Hash models again on hosts"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelsVerified

  async run(): Promise<ModelsVerified> {
    const { args, flags } = await this.asked(ModelsVerify)
    const { verified } = await import("../../cli/tasks/model-work.ts")
    return verified(args.hosts, flags)
  }
}
