import type { Played } from "./played.ts"
import type { RecordedCase } from "./recorded-case.ts"

const sources = [
  "activate",
  "bootloader",
  "dry-activate",
  "nixos",
  "pre-switch-check",
  "sync",
]

/** The recorded outcome, as far as a replay must repeat it. */
export function expected(one: RecordedCase) {
  return {
    currentSystem: one.currentSystem[1],
    exit: one.exit,
    said: one.events
      .filter(([, source]) => sources.includes(source))
      .map(([, source, , , text]) => [source, text]),
    runNixos: lists(one.runNixosAfter),
    stderr: withoutStatus(one.stderr),
    stdout: one.stdout,
    units: one.units,
  }
}

/** The replayed outcome in the same shape. */
export function outcome(one: RecordedCase, played: Played) {
  return {
    currentSystem: played.currentSystem,
    exit: played.exit === "-" ? null : Number(played.exit),
    said: played.said.map(([source, text]) => [source, text]),
    runNixos: lists(played.runNixos),
    stderr: withoutStatus(played.stderr),
    stdout: played.stdout,
    units: Object.fromEntries(
      Object.entries(one.units).map(([name, { newProcess }]) => {
        const unit = played.units[name]
        const process =
          newProcess === undefined ? {} : { newProcess: unit?.newProcess }
        return [name, { after: unit?.after, before: unit?.before, ...process }]
      }),
    ),
  }
}

/** Which targets run is the machine's own affair, not the case's. */
function lists(files: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text
        .split("\n")
        .filter((unit) => unit !== "" && !unit.endsWith(".target"))
        .sort(),
    ]),
  )
}

/** Times and ids in what `systemctl status` prints are nobody's rule. */
function withoutStatus(stderr: string): string {
  return stderr.replace(/(units failed: [^\n]*\n\n[^\n]*\n)[^]*$/, "$1")
}
