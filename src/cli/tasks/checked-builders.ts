import { checkBuilders, type OpenHost } from "../../builders/check.ts"
import type { BuildersChecked } from "../../builders/result.ts"
import { openLink } from "../../host/open-link.ts"
import { selectHosts } from "../../inventory/select/select.ts"
import { checkedText } from "../../output/text/builders-text.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { fleetWork } from "./fleet-work.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"

type Asked = {
  readonly builders: readonly string[]
  readonly flags: GlobalFlags & {
    readonly from: readonly string[]
    readonly parallel: number
    readonly sudoPassword?: string | undefined
  }
}

/** Has hosts check builders, and shows what came of it. */
export async function checkedBuilders({
  builders,
  flags,
}: Asked): Promise<BuildersChecked> {
  const { from, parallel } = flags
  return fleetWork({
    flags,
    recovery: "sdops builders check",
    say: checkedText,
    work: (fleet, context) => {
      const hosts = fleet.hosts.size === 0 ? [] : selectHosts(fleet, from)
      const open = opener(context)
      return checkBuilders(fleet, { builders, hosts, open, parallel }, context)
    },
  })
}

function opener(context: RemoteContext): OpenHost {
  return async (host) => {
    const link = await openLink(host, context)
    const close = () => link.connection[Symbol.asyncDispose]()
    return { shell: link.shell, [Symbol.asyncDispose]: close }
  }
}
