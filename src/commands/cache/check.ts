import { boolean } from "@oclif/core/flags"
import type { CacheCheck, HostSeen } from "../../caches/result.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { optionalSelectors } from "../../cli/work/deployment-command.ts"
import { fleetWork } from "../../cli/work/fleet-work.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CacheChecked extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Has each host ask every cache, from where it stands: does it answer, is " +
    "its key trusted, and does it have what is heavy in the host's system, " +
    "by signatures that count. Builds nothing."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> lithium --strict --json",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    strict: boolean({ summary: "Exit 1 for warnings too." }),
  }
  static override readonly summary = "Ask caches, from hosts, what they have"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cacheCheck

  async run(): Promise<CacheCheck> {
    const { args, flags } = await this.parse(CacheChecked)
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
