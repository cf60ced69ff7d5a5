import { string } from "@oclif/core/flags"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { parallel } from "../../cli/flags/parallel.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { optionalSelectors } from "../../cli/tasks/deployment-command.ts"
import type { ModelsPrefetched } from "../../models/result.ts"

export default class ModelsPrefetch extends SdopsCommand {
  static override readonly args = { hosts: optionalSelectors }
  static override readonly description =
    "Has the declared models of hosts (default: all hosts) in their stores, " +
    "so that a deployment neither waits for them nor needs a token. Each " +
    "host downloads by itself, unless a cache of the fleet has the file; " +
    "what was cut goes on the next time. Nothing else changes."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium",
    "<%= config.bin %> <%= command.id %> @closet --token env:CIVITAI_TOKEN",
    "<%= config.bin %> <%= command.id %> all --to s3://cache --json",
  ]
  static override readonly flags = {
    ...elevation,
    ...parallel,
    to: string({
      helpValue: "URL",
      summary: "Upload to this cache; other hosts then fetch from there.",
    }),
    token: string({
      helpValue: "REF",
      summary: "The site's token, as env:NAME, file:PATH or cmd:COMMAND.",
    }),
  }
  static override readonly summary = "Fetch models before a deployment"

  static readonly result = async () =>
    (await import("../../models/result.ts")).modelsPrefetched

  async run(): Promise<ModelsPrefetched> {
    const { args, flags } = await this.asked(ModelsPrefetch)
    const { prefetched } = await import("../../cli/tasks/model-work.ts")
    return prefetched(args.hosts, flags)
  }
}
