import type { CachePushed } from "../../caches/result.ts"
import { pushToCache } from "../../caches/push.ts"
import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { pushedText } from "../../output/text/cache-text.ts"
import { strip } from "../../remote/strip.ts"
import { chosenHosts } from "../flags/chosen-hosts.ts"
import type { WorkContext } from "./at-work.ts"

type PushFlags = GlobalFlags & {
  readonly built: boolean
  readonly heavy: boolean
  readonly keyFile: string
  readonly s3Login?: string | undefined
  readonly sudoPassword?: string | undefined
  readonly to: string
}

/** The push of one host as work for `fleetWork`. */
export function pushOne(name: string, flags: PushFlags) {
  return {
    flags,
    recovery: "sdops cache check",
    say: pushedText,
    tell: (event: unknown) => strip(`${name}: ${String(event)}`),
    work: (fleet: Fleet, context: WorkContext): Promise<CachePushed> => {
      const hosts = chosenHosts(fleet, [name])
      const [host, another] = hosts
      if (host === undefined || another !== undefined) {
        const problem = `${name} matches ${hosts.length} hosts instead of one`
        throw fail("usage", { problem, try: ["sdops cache push --help"] })
      }
      return pushToCache(
        host,
        {
          heavyOnly: flags.heavy,
          keyFile: flags.keyFile,
          login: flags.s3Login,
          system: flags.built ? "built" : "running",
          to: flags.to,
        },
        context,
      )
    },
  }
}
