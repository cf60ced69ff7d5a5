import type { BuildersChecked } from "../builders/result.ts"
import { checkedText } from "../output/builders-text.ts"
import { themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { show } from "./show.ts"
import { withFleet } from "./with-fleet.ts"

type Asked = {
  readonly builders: readonly string[]
  readonly flags: GlobalFlags & {
    readonly from: readonly string[]
    readonly parallel: number
    readonly "sudo-password"?: string | undefined
  }
}

/** Has hosts check builders, and shows what came of it. */
export async function checkedBuilders({
  builders,
  flags,
}: Asked): Promise<BuildersChecked> {
  const { checkBuilders } = await import("../builders/check.ts")
  const { openLink } = await import("../deploy/open-link.ts")
  const { selectHosts } = await import("../inventory/select.ts")
  const recovery = "sdops builders check"
  const reference = flags["sudo-password"]
  const result = await withFleet({ flags, recovery }, (fleet, context) =>
    checkBuilders(
      fleet,
      {
        builders,
        hosts: fleet.hosts.size === 0 ? [] : selectHosts(fleet, flags.from),
        async open(host) {
          const secret = reference && { "sudo-password": reference }
          const link = await openLink({ ...host, ...secret }, context)
          const close = () => link.connection[Symbol.asyncDispose]()
          return { shell: link.shell, [Symbol.asyncDispose]: close }
        },
        parallel: flags.parallel,
      },
      context,
    ),
  )
  const { stdout } = process
  const theme = themeFor(stdout, { colour: !flags["no-color"] })
  show(result, flags, checkedText(result, theme, columnsOf(stdout)))
  process.exitCode = result["exit-code"]
  return result
}
