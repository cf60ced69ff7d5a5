import type { DriverDecision } from "../../gpu/decide.ts"
import type { PackageChange } from "../../nix/package-changes.ts"
import { addsToNix } from "../changes/disk.ts"
import type { Plan } from "./plan.ts"
import type { PlanSummary } from "./plan-summary.ts"
import { sayRefusal } from "./refused.ts"
import type { UnitChanges } from "../changes/unit-changes.ts"

/** A plan as `--json` shows it. */
export function summarise(plan: Plan): PlanSummary {
  const { build, current, drift, driver, fetch, heavy, toplevel } = plan
  return {
    ...(plan.apps && { apps: plan.apps.map((change) => ({ ...change })) }),
    builders: plan.builders.first.map(({ name, on }) => ({
      name,
      on: [...on],
    })),
    build: [...build],
    built: { ...plan.built, paths: build.length },
    candidate: toplevel,
    ...(current !== "" && { current }),
    disk: diskOf(plan),
    drift: [...drift],
    driver: summariseDriver(driver),
    fetch: {
      ...(fetch.download !== undefined && { bytes: fetch.download }),
      from: fetch.from.map(({ cache, download: bytes, paths }) => ({
        bytes,
        cache,
        paths,
      })),
      paths: fetch.paths,
    },
    heavy: [...heavy],
    "heavy-estimates": plan.estimates.map((one) => ({ ...one })),
    "heavy-minutes": plan.heavyMinutes,
    notes: [...plan.notes],
    ...(plan.packages && { packages: plan.packages.map(packageOf) }),
    ...(plan.present && { present: plan.present }),
    questions: [...plan.questions],
    refusals: plan.refusals.map(sayRefusal),
    unchanged: plan.unchanged,
    ...(plan.units && { units: unitsOf(plan.units) }),
    untrusted: [...plan.untrusted],
    "unusable-caches": [...plan.unusableCaches],
  }
}

function diskOf(plan: Plan): PlanSummary["disk"] {
  const { boot, fetch, free } = plan
  const bootFree = boot.free ?? free.boot
  return {
    "boot-adds": [...boot.adds],
    ...(bootFree !== undefined && {
      "boot-after": Math.max(0, bootFree - boot.bytes),
      "boot-free": bootFree,
    }),
    "boot-place": boot.place,
    ...(free.nix !== undefined && {
      "nix-after": Math.max(0, free.nix - addsToNix(plan)),
      "nix-free": free.nix,
    }),
    ...(fetch.unpacked !== undefined && { unpacked: fetch.unpacked }),
  }
}

function packageOf(change: PackageChange) {
  const { bytesAfter, bytesBefore, from, name, to } = change
  return {
    ...(bytesAfter !== undefined && { "bytes-after": bytesAfter }),
    "bytes-before": bytesBefore,
    from: [...from],
    name,
    to: [...to],
  }
}

function unitsOf({ keep, reload, restart, start, stop }: UnitChanges) {
  return {
    keep: [...keep],
    reload: [...reload],
    restart: [...restart],
    start: [...start],
    stop: [...stop],
  }
}

function summariseDriver(driver: DriverDecision): PlanSummary["driver"] {
  switch (driver.do) {
    case "nothing":
      return { do: driver.do }
    case "switch":
      return { do: driver.do, to: driver.version }
    case "one-shot-boot":
    case "refuse":
      return { because: driver.because, do: driver.do }
    case "reload":
      return { ...driver, stops: [...driver.stops] }
    default:
      return driver satisfies never
  }
}
