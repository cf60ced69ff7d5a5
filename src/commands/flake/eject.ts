import { string } from "@oclif/core/args"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import type { FlakeEjected } from "../../upkeep/eject-result.ts"

export default class FlakeEject extends SdopsCommand {
  static override readonly args = {
    folder: string({
      description: "A new or empty folder.",
      required: true,
    }),
    hosts: optionalSelectors,
  }
  static override readonly description =
    "Writes hosts (default: all) as one flake that works without sdops: " +
    "nixos-rebuild switch --flake takes it as it is. Says how to go on. Asks " +
    "no machine."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> ejected",
    "<%= config.bin %> <%= command.id %> ejected-lithium lithium",
  ]
  static override readonly summary = "Write a flake that works without sdops"

  static readonly result = async () =>
    (await import("../../upkeep/eject-result.ts")).flakeEjected

  async run(): Promise<FlakeEjected> {
    const { args, flags } = await this.asked(FlakeEject)
    const { selectHosts } = await import("../../inventory/select/select.ts")
    const { ejectedText } = await import("../../output/text/flake-text.ts")
    const { ejectFlake } = await import("../../upkeep/eject.ts")
    return fleetWork({
      flags,
      recovery: `sdops flake eject ${args.folder}`,
      say: ejectedText,
      work: async (fleet) => {
        const hosts = selectHosts(fleet, args.hosts ?? ["all"])
        return ejectFlake(fleet, hosts, args.folder)
      },
    })
  }
}
