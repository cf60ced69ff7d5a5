import { boolean, integer } from "@oclif/core/flags"
import { elevation } from "../cli/flags/deploy-flags.ts"
import { parallel } from "../cli/flags/parallel.ts"
import { SdopsCommand } from "../cli/sdops-command.ts"
import { optionalSelectors } from "../cli/tasks/deployment-command.ts"
import type { HistoryResult } from "../fleet/history/result.ts"

export default class History extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Shows the last deployments of each host, the newest first: when, how " +
    "it ended and why, who deployed, from which system to which. Hosts keep " +
    "records of the last 20; the folder of the fleet keeps a journal of " +
    "every deployment from there. Changes nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --here --limit 3",
    "<%= config.bin %> <%= command.id %> all --json",
  ]
  static override readonly flags = {
    ...elevation,
    here: boolean({
      summary: "Ask no host; show what was deployed from this folder.",
    }),
    limit: integer({
      char: "n",
      default: 10,
      helpValue: "N",
      min: 1,
      summary: "How many deployments of each host.",
    }),
    ...parallel,
  }
  static override readonly summary = "Show past deployments"

  static readonly result = async () =>
    (await import("../fleet/history/result.ts")).historyResult

  async run(): Promise<HistoryResult> {
    const { args, flags } = await this.asked(History)
    const { chosenHosts } = await import("../cli/flags/chosen-hosts.ts")
    const { fleetWork } = await import("../cli/tasks/fleet-work.ts")
    const { history } = await import("../fleet/history/history.ts")
    const { historyText } = await import("../output/text/history-text.ts")
    const { here, limit, parallel } = flags
    return fleetWork<HistoryResult>({
      flags,
      recovery: "sdops history",
      say: (result, theme, columns) =>
        historyText(result, { columns, now: new Date(), theme }),
      work: async (fleet, context) =>
        history(
          fleet,
          chosenHosts(fleet, args.hosts ?? []),
          { here, limit, parallel },
          context,
        ),
    })
  }
}
