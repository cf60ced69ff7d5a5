import { string as argument } from "@oclif/core/args"
import type { CacheRemoved } from "../../caches/result.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CacheRemove extends SdopsCommand {
  static override readonly args = {
    url: argument({ description: "The cache's URL.", required: true }),
  }
  static override readonly description =
    "Removes a binary cache and its key from hosts/fleet.yaml. Hosts drop it " +
    "with their next deployment."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> https://cache.nixos-cuda.org",
  ]
  static override readonly summary = "Stop hosts from fetching from a cache"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cacheRemoved

  async run(): Promise<CacheRemoved> {
    const { args, flags } = await this.asked(CacheRemove)
    const { removeCache } = await import("../../caches/remove.ts")
    return fleetWork({
      flags,
      recovery: "sdops cache list",
      say: ({ removed }) => `removed ${removed.url}`,
      work: (fleet, context) => removeCache(fleet, args.url, context),
    })
  }
}
