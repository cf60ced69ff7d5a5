import { add, dropReload, type Plan } from "./plan.ts"
import type { Rules } from "./rules.ts"
import { flag, values, type Unit } from "./unit-file.ts"
import type { ActiveUnit } from "./unit-facts.ts"

export type Modified = {
  readonly name: string
  readonly stem: string
  readonly next: Unit
}

type Surroundings = {
  readonly active: ReadonlyMap<string, ActiveUnit>
  readonly hasNext: (unit: string) => boolean
  /** `restart`: too late to stop first, after activation. */
  readonly by: "restart" | "stop-and-start"
  readonly rules: Rules
}

/** Plans what a changed unit needs. */
export function planModified(
  unit: Modified,
  plan: Plan,
  around: Surroundings,
): void {
  const { name, next } = unit
  if (appliedByReload(name)) return
  if (name.endsWith(".mount")) {
    add(plan, isNeeded(name) ? "reload" : "restart", name)
    return
  }
  const stopped =
    plan.restart.has(name) ||
    (around.by === "stop-and-start" && plan.stop.has(name))
  if (flag(next, "Service", "X-ReloadIfChanged", false) && !stopped) {
    add(plan, "reload", name)
    return
  }
  if (around.rules.untouched.includes(name)) return
  if (wantsToStay(next)) {
    plan.skip.add(name)
    return
  }
  if (!name.endsWith(".service") || !stopsIfChanged(next)) {
    add(plan, "restart", name)
    dropReload(plan, name)
    return
  }
  stopAndStart(unit, plan, around)
}

/** Limits of slices and watches of paths follow a daemon-reload. */
function appliedByReload(name: string): boolean {
  return (
    /\.(path|slice|socket)$/.test(name) ||
    [
      "basic.target",
      "graphical.target",
      "multi-user.target",
      "sysinit.target",
    ].includes(name)
  )
}

function isNeeded(mount: string): boolean {
  return mount === "-.mount" || mount === "nix.mount"
}

function wantsToStay(next: Unit): boolean {
  return (
    !flag(next, "Service", "X-RestartIfChanged", true) ||
    flag(next, "Unit", "RefuseManualStop", false) ||
    flag(next, "Unit", "X-OnlyManualStart", false)
  )
}

function stopsIfChanged(next: Unit): boolean {
  return flag(next, "Service", "X-StopIfChanged", true)
}

/** A service with an active socket is left to that socket. */
function stopAndStart(
  { name, stem, next }: Modified,
  plan: Plan,
  { active, hasNext, by, rules }: Surroundings,
): void {
  const stop = by === "restart" ? plan.restart : plan.stop
  const start = by === "restart" ? "restart" : "start"
  const named = values(next, "Service", "Sockets").join(" ").split(/\s+/)
  const sockets = named[0] === "" ? [rules.socketOf(stem)] : named
  let bySocket = false
  for (const socket of sockets) {
    if (!active.has(socket)) {
      if (rules.awaitsSockets && hasNext(socket)) bySocket = true
      continue
    }
    stop.add(socket)
    if (hasNext(socket)) {
      add(plan, start, socket)
      bySocket = true
    }
    dropReload(plan, name)
  }
  if (flag(next, "Service", "X-NotSocketActivated", false)) bySocket = false
  if (!bySocket) add(plan, start, name)
  stop.add(name)
  dropReload(plan, name)
}
