import { boolean } from "@oclif/core/flags"
import type { CacheCheck, HostSeen } from "../../caches/result.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CacheChecked extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Asks every cache from each host: does it answer, is its key trusted, " +
    "and does it have the heavy packages of the host's system, with trusted " +
    "signatures? Builds nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --strict --json",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    strict: boolean({ summary: "Exit 1 on warnings too." }),
  }
  static override readonly summary = "Check what hosts can fetch"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cacheCheck

  async run(): Promise<CacheCheck> {
    const { args, flags } = await this.asked(CacheChecked)
    const { checkCaches } = await import("../../caches/check.ts")
    const { chosenHosts } = await import("../../cli/flags/chosen-hosts.ts")
    const { checkedLine, checkText } =
      await import("../../output/text/cache-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops cache check",
      say: checkText,
      tell: (event) => checkedLine(event as HostSeen),
      work: async (fleet, context) => {
        const hosts = chosenHosts(fleet, args.hosts)
        return checkCaches(fleet, hosts, flags, context)
      },
    })
  }
}
