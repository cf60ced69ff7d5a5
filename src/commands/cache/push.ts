import { string as argument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import type { CachePushed } from "../../caches/result.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { fleetWork } from "../../cli/work/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CachePush extends SdopsCommand {
  static override readonly args = {
    host: argument({ description: "The host that has it.", required: true }),
  }
  static override readonly description =
    "Signs the closure of a host's system there, uploads it to a cache and " +
    "reads back that all of it is there, so signed. The key stays in memory."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium --to s3://cache " +
      "--key-file file:cache.lan-1.secret",
    "<%= config.bin %> <%= command.id %> lithium --to file:///srv/cache " +
      "--key-file env:CACHE_KEY --heavy",
  ]
  static override readonly flags = {
    ...elevation,
    built: boolean({
      summary: "What deploy --goal build made, not what runs.",
    }),
    heavy: boolean({ summary: "Only what is heavy, and all that it needs." }),
    "key-file": string({
      helpValue: "REF",
      required: true,
      summary: "env:NAME, file:PATH or cmd:COMMAND of the signing key.",
    }),
    to: string({
      helpValue: "URL",
      required: true,
      summary: "s3://, ssh://, file://, http:// as nix copy takes it.",
    }),
  }
  static override readonly summary = "Sign and upload a host's closure"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cachePushed

  async run(): Promise<CachePushed> {
    const { args, flags } = await this.parse(CachePush)
    const { pushOne } = await import("../../cli/work/pushed.ts")
    return fleetWork(await pushOne(args.host, flags))
  }
}
