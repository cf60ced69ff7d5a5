import { string as argument } from "@oclif/core/args"
import { boolean, string } from "@oclif/core/flags"
import type { CachePushed } from "../../caches/result.ts"
import { elevation } from "../../cli/flags/deploy-flags.ts"
import { fleetWork } from "../../cli/tasks/fleet-work.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"

export default class CachePush extends SdopsCommand {
  static override readonly args = {
    host: argument({
      description: "The host with the system.",
      required: true,
    }),
  }
  static override readonly description =
    "Signs the closure of a host's system on the host, uploads it to a cache " +
    "and verifies that all of it arrived, signed. The key stays in memory."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> lithium --to s3://cache " +
      "--key-file file:cache.lan-1.secret --s3-login env:S3_LOGIN",
    "<%= config.bin %> <%= command.id %> lithium " +
      "--to ssh-ng://root@cache.lan --key-file env:CACHE_KEY",
    "<%= config.bin %> <%= command.id %> lithium --to file:///srv/cache " +
      "--key-file env:CACHE_KEY --heavy",
  ]
  static override readonly flags = {
    ...elevation,
    built: boolean({
      summary: "The system of deploy --goal build, not the running one.",
    }),
    heavy: boolean({ summary: "Only heavy packages and their dependencies." }),
    "key-file": string({
      helpValue: "REF",
      required: true,
      summary: "The signing key, as env:NAME, file:PATH or cmd:COMMAND.",
    }),
    "s3-login": string({
      helpValue: "REF",
      summary: "ID:SECRET or ID:SECRET:TOKEN for S3, as env:NAME, file:PATH …",
    }),
    to: string({
      helpValue: "URL",
      required: true,
      summary: "An s3, ssh, ssh-ng, file or http URL, as for nix copy.",
    }),
  }
  static override readonly summary = "Sign and upload a host's closure"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).cachePushed

  async run(): Promise<CachePushed> {
    const { args, flags } = await this.asked(CachePush)
    const { pushOne } = await import("../../cli/tasks/pushed.ts")
    return fleetWork(await pushOne(args.host, flags))
  }
}
