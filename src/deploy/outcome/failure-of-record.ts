import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { xidMeaning, xidsIn } from "../../gpu/xid.ts"
import type { Cause, DeployRecord } from "../../host/record/deploy-record.ts"

/** What a record says went wrong, as an error of the stage it belongs to. */
export function failureOfRecord(
  record: DeployRecord,
  host: string,
  evidence: readonly string[] = [],
): SdopsError {
  const { cause, detail, state } = record
  const stage = cause === undefined ? undefined : stageOf[cause]
  const because = [detail, ...saidOfUnits(record)].filter((line) => line !== "")
  const details = { cause: cause ?? "unknown", host, state }
  const circumstances = { because, evidence, host, stage }
  if (state === "degraded") {
    const units = record.newlyFailed
    const at = { ...circumstances, stage: "commit" }
    return fail("committedDegraded", { host, units }, at)
  }
  switch (cause) {
    case "driver-mismatch":
    case "smi-failed":
      return fail("driverNotProven", details, circumstances)
    case "gpu-fault": {
      const [xid] = xidsIn([detail])
      const meaning = xid && xidMeaning(xid.number)
      return fail("gpuFault", { ...details, meaning }, circumstances)
    }
    case "gpu-missing":
      return fail("gpuAbsent", details, circumstances)
    case "gpu-lost":
      return fail("gpuLost", details, circumstances)
    case "driver-held":
      // Nothing was stopped yet: somebody came after the plan was made.
      return state === "refused"
        ? fail("driverHeld", heldOf(detail, host), circumstances)
        : fail("driverReload", details, circumstances)
    case "driver-load-failed":
    case "driver-stuck":
    case "driver-unload-failed":
      return fail("driverReload", details, circumstances)
    case "app-crashing":
    case "app-not-candidate":
    case "app-unit-down": {
      // The supervisor's words begin with the unit, where it is about one.
      const unit = /^[\w.@\\:-]+\.service\b/.exec(detail)?.[0]
      return fail("appUnitDown", { ...details, unit }, circumstances)
    }
    case "unit-failed":
      return fail("unitsFailed", details, circumstances)
    case "rejected": {
      const rejected = { ...details, because: detail }
      return fail("gateRejected", rejected, circumstances)
    }
    case "busy": {
      const [, app, seconds, count] = busyWords.exec(detail) ?? []
      if (app === undefined) break
      const busy = { app, count: Number(count), host, seconds: Number(seconds) }
      return fail("appBusy", busy, { evidence, host, stage })
    }
    case "silent": {
      const [, app, url] = silentWords.exec(detail) ?? []
      if (app === undefined || url === undefined) break
      return fail("appSilent", { app, host, url }, { evidence, host, stage })
    }
    case "disk-full": {
      const where = { machine: undefined, where: host }
      return fail("diskFull", where, circumstances)
    }
    case "no-acknowledgement":
    case "no-contact":
      return fail("contactLost", details, circumstances)
  }
  return fail("supervisorTurnedBack", details, circumstances)
}

/** As src/host/apps/drain.sh writes them. */
const busyWords = /^(\S+)\.service has unfinished jobs after (\d+) s: (\d+)$/
const silentWords = /^(\S+)\.service doesn't tell its jobs at (\S+)$/

/** What failed meanwhile, and what a rollback left undone, a line each. */
function saidOfUnits(record: DeployRecord): readonly string[] {
  const exit = record.rollbackExit
  return [
    ...record.newlyFailed.map((unit) => `${unit} failed`),
    ...(record.state === "stranded" && !["", "0", "4"].includes(exit)
      ? [`switch-to-configuration test of the old system: ${exit}`]
      : []),
    ...record.appsDown.map((unit) => `${unit} is down since the rollback`),
  ]
}

function heldOf(detail: string, host: string) {
  const because = "the NVIDIA driver is held"
  return { because, help: [], holders: [detail], host }
}

const stageOf: Readonly<Record<Cause, string>> = {
  "activation-failed": "activate",
  "activation-killed": "activate",
  "activation-refused": "activate",
  "activation-timeout": "activate",
  "app-crashing": "gate",
  "app-not-candidate": "gate",
  "app-unit-down": "gate",
  busy: "drain",
  changed: "lock",
  "dead-man": "activate",
  "disk-full": "drain",
  "driver-held": "activate",
  "driver-load-failed": "activate",
  "driver-mismatch": "gate",
  "driver-stuck": "activate",
  "driver-unload-failed": "activate",
  "gpu-fault": "gate",
  "gpu-lost": "gate",
  "gpu-missing": "gate",
  "loader-failed": "commit",
  "needs-reboot": "activate",
  "no-acknowledgement": "gate",
  "no-contact": "gate",
  "no-go": "drain",
  "not-current": "activate",
  "one-shot-unsupported": "lock",
  "processes-left": "activate",
  "profile-failed": "commit",
  reboot: "activate",
  "reboot-failed": "activate",
  "record-unwritable": "lock",
  "run-full": "gate",
  "state-unsaved": "activate",
  rejected: "gate",
  silent: "drain",
  "smi-failed": "gate",
  "started-incomplete": "lock",
  "switch-locked": "activate",
  "switched-by-others": "commit",
  "unit-failed": "activate",
}
