import { option, string } from "@oclif/core/flags"
import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { optionalSelectors } from "../cli/tasks/deployment-command.ts"
import type { SmokeResult } from "../deploy/smoke/result.ts"

export default class SmokeTest extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Has the apps of running hosts make an image each (default: all hosts) " +
    "and looks at it: the GPU's work, the pixels, the workflow in the file. " +
    "Measures time per step and GPU memory. Leaves nothing behind and " +
    "restarts nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> all --depth kernels --json",
    "<%= config.bin %> <%= command.id %> lithium --workflow cat",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    depth: option({
      options: ["image", "kernels", "plumbing"] as const,
      summary: "How deep to look (default: as the gate does).",
    })(),
    workflow: string({
      exclusive: ["depth"],
      helpValue: "FILE",
      summary: "An image of images/, whose expectations must hold.",
    }),
  }
  static override readonly summary = "Have hosts prove that they generate"

  static readonly result = async () =>
    (await import("../deploy/smoke/result.ts")).smokeResult

  async run(): Promise<SmokeResult> {
    const { args, flags } = await this.asked(SmokeTest)
    const { smoked } = await import("../cli/tasks/smoked.ts")
    return smoked(args.hosts, flags)
  }
}
