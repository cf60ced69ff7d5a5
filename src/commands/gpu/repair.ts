import { consent, elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import {
  DeploymentCommand,
  selectors,
} from "../../cli/tasks/deployment-command.ts"
import type { DeployResult } from "../../deploy/outcome/result.ts"

export default class GpuRepair extends DeploymentCommand {
  static override readonly args = { hosts: selectors }
  static override readonly description =
    "For hosts with `Driver/library version mismatch`: stops everything that " +
    "uses the GPU, loads the running system's module, and proves it with " +
    "nvidia-smi and an image. Changes no system; if a step fails, the old " +
    "module is loaded again. Refuses where a reboot is needed."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --yes --json",
  ]
  static override readonly flags = { ...consent, ...elevation, ...parallel }
  static override readonly summary =
    "Reload a driver that differs from its library"

  async run(): Promise<DeployResult> {
    const { args, flags } = await this.asked(GpuRepair)
    return this.work(
      { flags, hosts: args.hosts },
      async (fleet, hosts, context) => {
        const { gpuRepair } = await import("../../deploy/gpu-repair.ts")
        const { eachHost } = await import("../../deploy/each-host.ts")
        return eachHost(
          gpuRepair,
          { fleet, hosts, parallel: flags.parallel },
          context,
        )
      },
    )
  }
}
