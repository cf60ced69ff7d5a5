import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import type { CacheAdded } from "../../caches/result.ts"
import { consent } from "../../cli/flags/deploy-flags.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CacheAdd extends SdopsCommand {
  static override readonly args = {
    url: argument({ description: "The cache's URL.", required: true }),
  }
  static override readonly description =
    "Proves that a URL is a binary cache, shows its key and, once you agree " +
    "to trust it, writes both to hosts/fleet.yaml. The next deployment uses " +
    "it already."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> https://nix-community.cachix.org",
    "<%= config.bin %> <%= command.id %> http://cache.lan:5000 " +
      "--key cache.lan-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M=",
  ]
  static override readonly flags = {
    ...consent,
    key: string({
      helpValue: "KEY",
      summary: "Its public key, as published by its owner.",
    }),
    path: string({
      helpValue: "PATH",
      summary: "A store path in the cache, signed by the key.",
    }),
  }
  static override readonly summary = "Let hosts fetch from a binary cache"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cacheAdded

  async run(): Promise<CacheAdded> {
    const { args, flags } = await this.asked(CacheAdd)
    const { addCache } = await import("../../caches/add.ts")
    const { addedText } = await import("../../output/text/cache-text.ts")
    const { key, path } = flags
    return fleetWork({
      flags,
      recovery: "sdops cache list",
      say: addedText,
      work: async (fleet, context) => {
        const { askable } = context
        return addCache(fleet, { askable, key, path, url: args.url }, context)
      },
    })
  }
}
