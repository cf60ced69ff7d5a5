import { buildName, buildPlace } from "../../cli/flags/build-place.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { BuildCancelled } from "../../fleet/builds/result.ts"

export default class BuildsCancel extends SdopsCommand {
  static override readonly args = { build: buildName }
  static override readonly description =
    "Ends a build, and waits until nothing of it runs. What it has finished " +
    "stays in the store, for the next one. Whoever waits for it fails."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> 0f5a1b2c3d4e",
    "<%= config.bin %> <%= command.id %> 0f5a1b2c3d4e --on lithium --json",
  ]
  static override readonly flags = { ...elevation, ...buildPlace }
  static override readonly summary = "End a build"

  static readonly result = async () =>
    (await import("../../fleet/builds/result.ts")).buildCancelled

  async run(): Promise<BuildCancelled> {
    const { args, flags } = await this.asked(BuildsCancel)
    const { fleetWork } = await import("../../cli/tasks/fleet-work.ts")
    const { cancel } = await import("../../fleet/builds/cancel.ts")
    const { machinesOf } = await import("../../fleet/builds/machines.ts")
    const { cancelledText } = await import("../../output/text/builders-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops builds list",
      say: cancelledText,
      work: (fleet, context) =>
        cancel(machinesOf(fleet, flags.on), args.build, context),
    })
  }
}
