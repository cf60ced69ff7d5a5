import { activeUnits } from "../active-units.ts"
import { runner } from "../child.ts"
import { compare } from "../compare.ts"
import { Died } from "../died.ts"
import { dryActivate } from "../dry-activate.ts"
import { readText } from "../read-text.ts"
import { keepNotes } from "../lists.ts"
import { takeLock } from "../lock.ts"
import { perlVoice } from "../say.ts"
import type { Settings } from "../settings.ts"
import { incompatible } from "../texts.ts"
import { currentTools } from "../tools.ts"
import { readFacts } from "../unit-folder.ts"
import { activate } from "./activate.ts"
import { perlRules } from "./rules.ts"
import { refusal } from "./system-kind.ts"

/** The Perl program's run; its exit code. Errors: Died. */
export function perform(settings: Settings): number {
  const { environment, out } = settings
  const stranger = refusal(settings.distroId)
  if (stranger !== undefined) {
    throw new Died("This is not a NixOS installation!\n", stranger.exit)
  }
  if (!takeLock()) {
    const at = `${out}/bin/switch-to-configuration line 98`
    const why = "Resource temporarily unavailable"
    throw new Died(`Could not acquire lock - ${why} at ${at}.\n`, 11)
  }
  const early = beforeUnits(settings)
  if (early !== undefined) return early
  const tools = currentTools()
  const run = runner(environment, true)
  const active = activeUnits(tools.busctl)
  const units = `${out}/etc/systemd/system`
  const facts = readFacts(active, "/etc/systemd/system", units)
  const found = compare(settings, perlRules, facts)
  if (settings.action === "dry-activate") {
    const manners = { hears: () => {}, rules: perlRules, voice: perlVoice }
    return dryActivate(out, run, found, manners)
  }
  keepNotes(found.plan)
  for (const device of found.goneSwaps) {
    perlVoice.say(`stopping swap device: ${device}\n`)
    run(["/usr/sbin/swapoff", device])
  }
  return activate({ run, settings, tools }, found)
}

/** Checks, boot loader, sync, interface; an exit code ends the run. */
function beforeUnits(settings: Settings): number | undefined {
  const { action: asked, coreutils, installBootLoader, out } = settings
  const run = runner(settings.environment, false)
  const shell = (text: string): boolean =>
    text === "" || run(["/bin/sh", "-c", text])
  if (settings.check) {
    const check = settings.preSwitchCheck
    if (!shell(check === "" ? "" : `${check} ${out} ${asked}`)) return 1
    // Without checks, `check` goes on and activates: so does the real one.
    if (asked === "check") return 0
  }
  if (asked === "switch" || asked === "boot") {
    const install = installBootLoader
    if (!shell(install === "" ? "" : `${install} ${out}`)) return 1
  }
  if (settings.sync) run([`${coreutils}/bin/sync`, "-f", "/nix/store"])
  if (asked === "boot") return 0
  const file = "init-interface-version"
  const now = readText(`/run/current-system/${file}`) ?? ""
  if (now !== (readText(`${out}/${file}`) ?? "")) {
    perlVoice.say(incompatible)
    return 100
  }
  return undefined
}
