import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { everyOf, watching } from "../cli/flags/watch-flags.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { optionalSelectors } from "../cli/tasks/deployment-command.ts"
import type { StatusResult } from "../fleet/status/result.ts"

export default class Status extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows each host in one line: the system it runs and since when, what " +
    "has drifted, driver, apps, queued jobs, and the last deployment or the " +
    "one that is running. Takes one connection and one probe per host. " +
    "Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> @closet --watch",
    "<%= config.bin %> <%= command.id %> lithium --json",
  ]
  static override readonly flags = { ...elevation, ...parallel, ...watching }
  static override readonly summary = "Show each host in one line"

  static readonly result = async () =>
    (await import("../fleet/status/result.ts")).statusResult

  async run(): Promise<StatusResult> {
    const { args, flags } = await this.asked(Status)
    const { status } = await import("../fleet/status/status.ts")
    const { statusText } = await import("../output/text/status-text.ts")
    const { watched } = await import("../cli/tasks/watched.ts")
    const { parallel } = flags
    const every = everyOf(flags)
    return watched({
      every,
      flags,
      hosts: args.hosts ?? [],
      look: (hosts, show, context) =>
        status(hosts, { every, parallel, show }, context),
      recovery: "sdops status",
      say: statusText,
    })
  }
}
