import { sayFailedNode } from "../../../host/apps/failed-nodes.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const nodes: Check<HostSight> = {
  id: "app/nodes",
  looksAt: "whether ComfyUI could import the declared custom nodes",
  means: "workflows with these nodes fail",
  appliesTo: hasApps,
  judge({ apps, host }) {
    const looked = apps.flatMap(({ nodes }) => nodes ?? [])
    if (looked.length === 0) return ok("no custom nodes are declared")
    const failed = looked.filter(({ failure }) => failure !== undefined)
    const said = failed
      .flatMap(({ failure }) => failure ?? [])
      .map(sayFailedNode)
    const [first] = said
    if (first === undefined)
      return ok(`${looked.map(({ name }) => name).join(", ")}`)
    return warn({
      finding: said.length === 1 ? first : `${said.length} custom nodes failed`,
      cure: [onHost(host, "journalctl -u comfyui.service")],
      evidence: said.length === 1 ? [] : said,
    })
  },
}
