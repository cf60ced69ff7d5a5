import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { everyOf, watching } from "../../cli/flags/watch-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import type { GpuResult } from "../../fleet/gpus/result.ts"

export default class Gpu extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows each GPU: use, memory, temperature, power, and the processes " +
    "that compute on it with the service they belong to. Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --watch",
    "<%= config.bin %> <%= command.id %> @closet --json",
  ]
  static override readonly flags = { ...elevation, ...parallel, ...watching }
  static override readonly summary = "Show what each GPU is doing"

  static readonly result = async () =>
    (await import("../../fleet/gpus/result.ts")).gpuResult

  async run(): Promise<GpuResult> {
    const { args, flags } = await this.asked(Gpu)
    const { gpus } = await import("../../fleet/gpus/gpus.ts")
    const { gpuText } = await import("../../output/text/gpu-text.ts")
    const { watched } = await import("../../cli/tasks/watched.ts")
    const { parallel } = flags
    const every = everyOf(flags)
    return watched({
      every,
      flags,
      hosts: args.hosts ?? [],
      look: (hosts, show, context) =>
        gpus(hosts, { every, parallel, show }, context),
      recovery: "sdops gpu",
      say: gpuText,
    })
  }
}
