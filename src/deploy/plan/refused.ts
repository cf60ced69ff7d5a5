import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Host } from "../../inventory/host.ts"
import { onHost } from "../../inventory/on-host.ts"
import prettyBytes from "pretty-bytes"
import type { Plan, Refusal } from "./plan.ts"

type Named = Pick<Host, "address" | "name" | "user">
type Planned = Pick<Plan, "heavy" | "refusals">

/**
 * The refusals of a plan as one error; heavy builds have a code of their own,
 * and so have a driver that can't be changed, and a host that others are
 * switching, as *lock* would find it.
 */
export function refused(plan: Planned, named: Named): SdopsError {
  const host = named.name
  const [first, ...others] = plan.refusals
  if (first?.what === "busy" && others.length === 0) {
    return fail("hostBusy", { units: first.units })
  }
  if (first?.what === "driver" && others.length === 0) {
    return driverRefused(first, named)
  }
  if (first?.what === "first" && others.length === 0) {
    const { differences } = first
    return fail(
      "firstDeployment",
      { differences, host },
      { because: differences.map(({ id, text }) => `${id}: ${text}`) },
    )
  }
  if (first?.what === "gpus" && others.length === 0) {
    return fail("gpuMissing", { host, missing: first.missing })
  }
  if (first?.what === "nobody-builds" && others.length === 0) {
    return fail("nobodyBuilds", {})
  }
  if (first?.what === "foreign" && others.length === 0) {
    return fail("foreignSystem", { ...first, host })
  }
  const reasons = plan.refusals.map(sayRefusal)
  const heavy = plan.refusals.find((refusal) => refusal.what === "heavy")
  if (heavy?.what === "heavy") {
    const others = reasons.filter((reason) => reason !== sayRefusal(heavy))
    const because = [...heavy.because, ...others]
    const { help: more = [], packages } = heavy
    return fail("heavyBuild", { host, more, packages }, { because })
  }
  const missing = plan.refusals.find((refusal) => refusal.what === "builders")
  if (missing?.what === "builders") return withReasons(missing.errors, plan)
  const untrusted = plan.refusals.find(({ what }) => what === "untrusted")
  if (untrusted?.what === "untrusted") {
    const { because, packages } = untrusted
    return fail("cacheUntrusted", { host, packages }, { because })
  }
  const full = plan.refusals.flatMap((refusal) =>
    refusal.what === "disk" ? [refusal.where] : [],
  )
  return fail("refused", { full, host, reasons })
}

function driverRefused(
  { because, held, reboot }: Extract<Refusal, { what: "driver" }>,
  named: Named,
): SdopsError {
  const host = named.name
  if (held !== undefined) {
    const help = held.help.map((command) => onHost(named, command))
    const details = { because, help, holders: [...held.because], host }
    return fail("driverHeld", details, { because: held.because })
  }
  if (reboot === "forbidden" || reboot === "locked") {
    const forbidden = reboot === "forbidden"
    return fail("rebootRefused", { because, forbidden, host })
  }
  if (reboot) return fail("rebootNeeded", { because, host })
  return fail("driverRefused", { because, host })
}

/** The first builder's error; what else there is explains it. */
function withReasons(errors: readonly SdopsError[], plan: Planned): SdopsError {
  const [first, ...others] = errors
  const heavy = plan.heavy.join(", ")
  const because = [
    `only builders may compile ${heavy}, not the host itself`,
    ...others.map(({ message }) => message),
    ...plan.refusals
      .filter(({ what }) => what !== "builders")
      .map((refusal) => sayRefusal(refusal)),
  ]
  return (first as SdopsError).with({ because })
}

/** One refusal as a person reads it. */
export function sayRefusal(refusal: Refusal): string {
  switch (refusal.what) {
    case "builders":
      return refusal.errors.map(({ message }) => message).join("; ")
    case "busy":
      return `${refusal.units.join(", ")} runs`
    case "folders":
      return refusal.because.join("; ")
    case "disk": {
      const { free, needed, where } = refusal
      const [has, needs] = [prettyBytes(free), prettyBytes(needed)]
      return `${where} has ${has} free and needs ${needs}`
    }
    case "driver": {
      const { because, held, reboot } = refusal
      const said = reboot === true ? `a reboot is needed: ${because}` : because
      return [said, ...(held?.because ?? [])].join("; ")
    }
    case "foreign":
      return `${refusal.site} doesn't build for ${refusal.systems.join(", ")}`
    case "nobody-builds":
      return "the host's Nix builds nothing itself (max-jobs = 0)"
    case "first":
      return refusal.differences.map(({ text }) => text).join("; ")
    case "gpus":
      return refusal.missing.join("; ")
    case "heavy":
      return `${refusal.packages.join(", ")} would be compiled`
    case "untrusted": {
      const names = refusal.packages.join(", ")
      return `${names} would be compiled: caches lack a trusted signature`
    }
  }
}
