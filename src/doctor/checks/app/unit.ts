import { bad, type Check, ok, skip } from "../../check.ts"
import type { UnitState } from "../../../host/probe/probe.ts"
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
    const seen = apps.filter(({ state }) => isTold(state))
    const down = seen.filter(({ state }) => !isUp(state))
    const first = down.find(({ state }) => isStopped(state)) ?? down[0]
    const starting = seen.find(({ state }) => isStarting(state))
    if (first === undefined && starting !== undefined)
      return skip(`${starting.unit} is starting`)
    if (first === undefined && seen.length < apps.length)
      return skip("systemd doesn't say")
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
      ...(isStopped(first.state) && {
        mend: { action: "start", unit: first.unit },
      }),
    })
  },
}

/** One that is on its way, or that isn't installed, is nobody's to start. */
function isStopped(state: UnitState | undefined): boolean {
  return (
    state?.LoadState !== "not-found" &&
    /^(failed|inactive)$/.test(state?.ActiveState ?? "")
  )
}

/** Whether systemd answered; a busy one may not in time. */
function isTold(state: UnitState | undefined): boolean {
  return state !== undefined && state.ActiveState !== "unknown"
}

function isUp(state: UnitState | undefined): boolean {
  return (
    /^(active|refreshing|reloading)$/.test(state?.ActiveState ?? "") ||
    isStarting(state)
  )
}

/** On its way for the first time, such as after a boot. */
function isStarting(state: UnitState | undefined): boolean {
  return (
    state?.ActiveState === "activating" &&
    state.SubState !== "auto-restart" &&
    state.NRestarts === 0
  )
}
