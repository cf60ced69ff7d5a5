import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"
import type { KeyMade } from "../../caches/result.ts"
import { SdopsCommand } from "../../cli/sdops-command.ts"
import { showValue } from "../../cli/show-value.ts"

export default class CacheKeygen extends SdopsCommand {
  static override readonly args = {
    name: argument({
      description: "The key's name: the cache's name and a number.",
      required: true,
    }),
  }
  static override readonly description =
    "Makes a key pair to sign a cache of your own, on this machine and " +
    "without Nix. The secret key goes to a file that only you can read."
  static override readonly examples = [
    "<%= config.bin %> <%= command.id %> cache.lan-1 --out keys/cache.secret",
  ]
  static override readonly flags = {
    out: string({
      helpValue: "FILE",
      summary: "Where the secret key goes (default: NAME.secret).",
    }),
  }
  static override readonly summary = "Make a key pair for a cache"

  static readonly result = async () =>
    (await import("../../caches/result.ts")).keyMade

  async run(): Promise<KeyMade> {
    const { args, flags } = await this.asked(CacheKeygen)
    const { makeKey } = await import("../../caches/keygen.ts")
    const { name } = args
    const made = await makeKey(name, flags.out ?? `${name}.secret`)
    await showValue(
      made,
      flags,
      ({ file, key }) => `${key}\nsecret key in ${file}`,
    )
    return made
  }
}
