import { spawnSync } from "node:child_process"
import { activeUnits } from "../active-units.ts"
import { runner, type Run } from "../child.ts"
import { compare } from "../compare.ts"
import { Died, failed } from "../died.ts"
import { dryActivate } from "../dry-activate.ts"
import { keepNotes } from "../lists.ts"
import { takeLock } from "../lock.ts"
import { readText } from "../read-text.ts"
import { rustVoice } from "../say.ts"
import type { Settings } from "../settings.ts"
import { incompatible } from "../texts.ts"
import { currentTools } from "../tools.ts"
import { activate } from "./activate.ts"
import { hears } from "./hears.ts"
import { managedFacts } from "./managed-units.ts"
import { interfaceOf, requireNixos } from "./requirements.ts"
import { rustRules } from "./rules.ts"

/** The Rust program's run; its exit code. Errors: Died. */
export function perform(settings: Settings): number {
  const { environment, out } = settings
  requireNixos(settings)
  if (!takeLock()) throw new Died("Could not acquire lock\n", 11)
  const run = runner(environment, false)
  const early = beforeUnits(settings, run)
  if (early !== undefined) return early
  const tools = currentTools()
  const units = `${out}/etc/systemd/system`
  const active = activeUnits(tools.busctl, "without-jobs")
  const facts = managedFacts(active, tools.systemctl, units)
  const found = compare(settings, rustRules, facts)
  if (settings.action === "dry-activate") {
    const manners = { hears, rules: rustRules, voice: rustVoice }
    return dryActivate(out, run, found, manners)
  }
  keepNotes(found.plan)
  for (const device of found.goneSwaps) {
    rustVoice.say(`stopping swap device: ${device}\n`)
    run(["/usr/sbin/swapoff", device])
  }
  return activate({ run, settings, tools }, found)
}

/** Checks, boot loader, sync, interface; an exit code ends the run. */
function beforeUnits(settings: Settings, run: Run): number | undefined {
  const { action: asked, installBootLoader, out, preSwitchCheck } = settings
  if (settings.check && !run([...words(preSwitchCheck, "check"), out, asked])) {
    throw new Died("Pre-switch checks failed\n", 1)
  }
  if (asked === "check") return 0
  if (asked === "switch" || asked === "boot") {
    if (!run([...words(installBootLoader, "bootloader"), out])) {
      throw new Died("Failed to install bootloader\n", 1)
    }
  }
  // The real one calls syncfs(2) itself.
  if (settings.sync) spawnSync("/usr/bin/sync", ["-f", "/nix/store"])
  if (asked === "boot") return 0
  const now = readText("/run/current-system/init-interface-version") ?? ""
  if (now !== interfaceOf(out)) {
    rustVoice.say(`${incompatible}\n`)
    return 100
  }
  return undefined
}

/** A command line, split at blanks: no shell reads it. */
function words(line: string, what: "bootloader" | "check"): string[] {
  const found = line.split(/\s+/).filter(Boolean)
  if (found.length > 0) return found
  throw failed(
    what === "check"
      ? "missing first argument in pre-switch check"
      : "missing first argument in install bootloader commands",
  )
}
