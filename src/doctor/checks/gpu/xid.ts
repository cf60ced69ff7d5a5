import { onHost } from "../../../inventory/on-host.ts"
import {
  type XidRemedy,
  xidMeaning,
  xidRemedy,
  xidsIn,
} from "../../../gpu/xid.ts"
import { bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

/** From what a restart mends to what nothing mends. */
const gravity: readonly XidRemedy[] = ["restart", "reset", "power", "replace"]

export const xid: Check<HostSight> = {
  id: "gpu/xid",
  looksAt: "faults (Xid) that the driver wrote to the kernel's log",
  means: "a GPU or an app on it failed since the host started",
  appliesTo: isNvidia,
  judge({ apps, health, host }) {
    const found = xidsIn(health.kernelLog)
    const worst = found.toSorted(
      (a, b) =>
        gravity.indexOf(xidRemedy(b.number)) -
        gravity.indexOf(xidRemedy(a.number)),
    )[0]
    if (worst === undefined) return ok("no faults since the host started")
    const { bus, number } = worst
    const meaning = xidMeaning(number)
    const remedy = xidRemedy(number)
    const wrong = {
      cure: cures(remedy).map((command) => onHost(host, command)),
      evidence: found.slice(-5).map(({ line }) => line),
      finding: `Xid ${number} of ${bus}${meaning ? `: ${meaning}` : ""}`,
    }
    return remedy === "restart" ? warn(wrong) : bad(wrong)

    function cures(of: XidRemedy): readonly string[] {
      if (of === "power") return ["poweroff"]
      if (of === "replace") return ["nvidia-smi -q -d ROW_REMAPPER"]
      if (of === "reset") return ["reboot"]
      const units = apps.map(({ unit }) => unit).join(" ")
      return [units === "" ? "nvidia-smi -q" : `systemctl restart ${units}`]
    }
  },
}
