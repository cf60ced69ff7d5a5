import { buildPlace } from "../../cli/flags/build-place.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import type { BuildsListed } from "../../fleet/builds/result.ts"

export default class BuildsList extends SdopsCommand {
  static override readonly description =
    "Shows the builds that deployments have begun on hosts and builders, " +
    "those that run first. A build goes on when sdops doesn't: its laptop " +
    "may be closed."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --on lithium --json",
  ]
  static override readonly flags = { ...elevation, ...buildPlace, ...parallel }
  static override readonly summary = "Show builds on hosts and builders"

  static readonly result = async () =>
    (await import("../../fleet/builds/result.ts")).buildsListed

  async run(): Promise<BuildsListed> {
    const { flags } = await this.asked(BuildsList)
    const { fleetWork } = await import("../../cli/tasks/fleet-work.ts")
    const { listBuilds } = await import("../../fleet/builds/list.ts")
    const { machinesOf } = await import("../../fleet/builds/machines.ts")
    const { buildsText } = await import("../../output/text/builders-text.ts")
    const { on, parallel } = flags
    return fleetWork({
      flags,
      recovery: "sdops builds list",
      say: buildsText,
      work: (fleet, context) =>
        listBuilds(machinesOf(fleet, on), { parallel }, context),
    })
  }
}
