import { authority } from "../../apps/place.ts"
import { loginTo } from "../../inventory/on-host.ts"
import type { Host } from "../../inventory/host.ts"
import type { Evaluation } from "../plan/evaluation.ts"

type Listening = Pick<
  Evaluation["host"]["apps"][number],
  "listen" | "name" | "port" | "url"
>

/** Where an app is, for whoever sits before this machine. */
export type Reachable = {
  readonly app: string
  /** From elsewhere; of an app on loopback, from the host alone. */
  readonly url: string
  /** What brings an app on loopback to this machine's own port. */
  readonly tunnel?: string
}

/** Where the apps of a host are reached, by what its system listens on. */
export function reachable(
  host: Pick<Host, "address" | "port" | "user">,
  apps: readonly Listening[],
): readonly Reachable[] {
  return apps.map(({ listen = [], name: app, port, url = "" }) => {
    const scheme = url.startsWith("https:") ? "https" : "http"
    const far = listen.find(
      (address) => !/^(?:127\.|::1$|localhost$)/.test(address),
    )
    if (far === undefined) {
      const there = url === "" ? `${scheme}://127.0.0.1:${port}` : url
      const at = there.replace(/^https?:\/\//, "")
      const tunnel = `ssh -NL ${port}:${at} ${loginTo(host) ?? ""}`
      return { app, tunnel, url: there }
    }
    const any = ["", "*", "0.0.0.0", "::"].includes(far)
    const address = any ? host.address : far
    return { app, url: `${scheme}://${authority({ address, port })}` }
  })
}
