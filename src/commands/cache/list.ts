import type { CacheList } from "../../caches/result.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CacheListed extends SdopsCommand {
  static override readonly description =
    "Lists the fleet's binary caches and their keys. Contacts none of them."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %>",
    "<%= config.bin %> <%= command.id %> --json",
  ]
  static override readonly summary = "List the fleet's binary caches"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cacheList

  async run(): Promise<CacheList> {
    const { flags } = await this.asked(CacheListed)
    const { listCaches } = await import("../../caches/list.ts")
    const { listText } = await import("../../output/text/cache-text.ts")
    return fleetWork({
      flags,
      recovery: "sdops cache list",
      say: listText,
      work: async (fleet) => listCaches(fleet),
    })
  }
}
