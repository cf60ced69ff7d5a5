import { readFileSync } from "node:fs"
import { activate } from "./activate.ts"
import { activeUnits } from "./active-units.ts"
import { runner } from "./child.ts"
import { compare } from "./compare.ts"
import { Died } from "./died.ts"
import { dryActivate } from "./dry-activate.ts"
import { keepNotes } from "./lists.ts"
import { takeLock } from "./lock.ts"
import { say } from "./say.ts"
import {
  childEnvironment,
  parseAction,
  readSettings,
  type Settings,
} from "./settings.ts"
import { refusal } from "./system-kind.ts"
import { currentTools } from "./tools.ts"
import { incompatible, usage } from "./texts.ts"

const action = parseAction(process.argv[2])
const environment = childEnvironment(process.argv[2], process.env)
try {
  process.exitCode =
    action === undefined
      ? showUsage(process.env["OUT"] ?? "")
      : perform(readSettings(action, process.env))
} catch (error) {
  if (!(error instanceof Died)) throw error
  say(error.message)
  process.exitCode = error.exit
}

function showUsage(out: string): 1 {
  say(usage(`${out}/bin/switch-to-configuration`))
  return 1
}

/** The steps before units are looked at, then one of the two ways on. */
function perform(settings: Settings): number {
  const { out } = settings
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
  const found = compare(settings, activeUnits(tools.busctl))
  if (settings.action === "dry-activate") return dryActivate(out, run, found)
  keepNotes(found.plan)
  for (const device of found.goneSwaps) {
    say(`stopping swap device: ${device}\n`)
    run(["/usr/sbin/swapoff", device])
  }
  return activate({ run, settings, tools }, found)
}

/** Checks, boot loader, sync, interface; an exit code ends the run. */
function beforeUnits(settings: Settings): number | undefined {
  const { action: asked, coreutils, installBootLoader, out } = settings
  const run = runner(environment, false)
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
  if (read(`/run/current-system/${file}`) !== read(`${out}/${file}`)) {
    say(incompatible)
    return 100
  }
  return undefined
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
