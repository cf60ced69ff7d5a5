import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const unit: Check<HostSight> = {
  id: "app/unit",
  looksAt: "whether each declared app's unit is active",
  means: "the host doesn't serve its declared apps",
  appliesTo: hasApps,
  judge({ apps, facts, host }) {
    if (facts.hostFile === undefined) return skip("see system/deployed")
    const down = apps.filter(({ state }) => state?.ActiveState !== "active")
    const [first] = down
    if (first === undefined)
      return ok(`${apps.map(({ unit }) => unit).join(", ")} is active`)
    const said = down.map(({ state, unit }) =>
      state?.LoadState === "not-found"
        ? `${unit} is not installed`
        : `${unit} is ${state?.ActiveState ?? "unknown"}`,
    )
    return bad({
      finding: said.join(", "),
      cure: [
        onHost(host, `journalctl -n 50 -u ${first.unit}`),
        onHost(host, `systemctl restart ${first.unit}`),
      ],
    })
  },
}
