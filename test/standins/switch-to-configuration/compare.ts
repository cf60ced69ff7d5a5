import { readFileSync } from "node:fs"
import { decideUnits } from "./decide.ts"
import { decideMounts, goneSwaps, parseFstab, type Fstab } from "./fstab.ts"
import { readLeftOver } from "./lists.ts"
import type { Plan } from "./plan.ts"
import type { Rules } from "./rules.ts"
import type { Settings } from "./settings.ts"
import { realpath } from "./tools.ts"
import type { Facts } from "./unit-facts.ts"

/** All that follows from comparing what runs with the new system. */
export type Comparison = {
  readonly facts: Facts
  readonly plan: Plan
  readonly goneSwaps: readonly string[]
  readonly restartSystemd: boolean
}

/** Reads both systems and decides. Changes nothing. */
export function compare(
  settings: Settings,
  rules: Rules,
  facts: Facts,
): Comparison {
  const { out, showAll, systemd } = settings
  const plan = readLeftOver()
  decideUnits(facts, plan, rules, showAll)
  const current = readFstab("/etc/fstab")
  const next = readFstab(`${out}/etc/fstab`)
  decideMounts(current, next, plan, rules)
  return {
    facts,
    goneSwaps: goneSwaps(current, next),
    plan,
    restartSystemd:
      differ("/proc/1/exe", `${systemd}/lib/systemd/systemd`) ||
      differ("/etc/systemd/system.conf", `${out}/etc/systemd/system.conf`),
  }
}

function differ(one: string, other: string): boolean {
  return realpath(one) !== realpath(other)
}

function readFstab(path: string): Fstab {
  try {
    return parseFstab(readFileSync(path, "utf8"))
  } catch {
    return parseFstab("")
  }
}
