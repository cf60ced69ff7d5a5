import { z } from "zod"
import type { DriverDecision } from "../../gpu/decide.ts"

/** What a system declares that may not change without a reboot. */
const inhibitorsSchema = z.record(z.string(), z.unknown())

/** Ours: a reload makes it good (nix/modules/safety-net.nix). */
const driverKey = "sdops-driver"

/** A key that both systems have, with other values. */
export type Inhibited = { readonly key: string; readonly line: string }

/**
 * What differs between the switch-inhibitors of two systems, as NixOS's own
 * check compares them. Input: the files' texts, empty where there is none. A
 * text that is no such file is not compared.
 */
export function inhibitedBy(
  current: string,
  candidate: string,
): readonly Inhibited[] {
  const [old, next] = [parse(current), parse(candidate)]
  return Object.entries(old)
    .filter(([key]) => Object.hasOwn(next, key))
    .filter(([key, value]) => said(value) !== said(next[key]))
    .map(([key, value]) => ({
      key,
      line: `${key}: ${said(value)} → ${said(next[key])}`,
    }))
}

/** Those that speak against a switch: a reload overrides our own alone. */
export function inhibiting(
  all: readonly Inhibited[],
  driver: DriverDecision,
): readonly Inhibited[] {
  if (driver.do !== "reload") return all
  return all.filter(({ key }) => key !== driverKey)
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    return inhibitorsSchema.parse(JSON.parse(text))
  } catch {
    return {}
  }
}

function said(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value)
}
