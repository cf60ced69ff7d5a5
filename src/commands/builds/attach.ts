import { buildName, buildPlace } from "../../cli/flags/build-place.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { BuildAttached, BuildLine } from "../../fleet/builds/result.ts"

export default class BuildsAttach extends SdopsCommand {
  static override readonly args = { build: buildName }
  static override readonly description =
    "Follows a build to its end, from the beginning of its log; Ctrl-C stops " +
    "following, and the build goes on. Of one that has ended it shows the " +
    "log, and fails as it did. Deploy again to use what it built."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> 0f5a1b2c3d4e",
    "<%= config.bin %> <%= command.id %> 0f5a1b2c3d4e --on lithium --json",
  ]
  static override readonly flags = { ...elevation, ...buildPlace }
  static override readonly summary = "Follow a build to its end"

  static readonly result = async () =>
    (await import("../../fleet/builds/result.ts")).buildAttached

  async run(): Promise<BuildAttached> {
    const { args, flags } = await this.asked(BuildsAttach)
    const { fleetWork } = await import("../../cli/tasks/fleet-work.ts")
    const { attach } = await import("../../fleet/builds/attach.ts")
    const { machinesOf } = await import("../../fleet/builds/machines.ts")
    const { attachedText } = await import("../../output/text/builders-text.ts")
    const { build: id } = args
    return fleetWork<BuildAttached, BuildLine>({
      flags,
      recovery: `sdops builds attach ${id}`,
      say: attachedText,
      tell: ({ line }) => line,
      work: (fleet, context) =>
        attach(machinesOf(fleet, flags.on), { fleet, id }, context),
    })
  }
}
