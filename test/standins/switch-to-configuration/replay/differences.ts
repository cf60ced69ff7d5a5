import type { Played } from "./played.ts"
import { isTarget, type RecordedCase } from "./recorded-case.ts"

/** The recorded outcome, as far as a replay must repeat it. */
export function expected(one: RecordedCase) {
  return {
    currentSystem: one.currentSystem,
    exit: one.exit,
    said: one.said,
    runNixos: one.runNixos,
    stderr: withoutStatus(one.stderr).replace("Usage: stc-ng", usage),
    stdout: withoutStatus(one.stdout),
    units: one.units,
  }
}

/** The program that was recorded lay there under another name. */
const usage = "Usage: switch-to-configuration"

/** The replayed outcome in the same shape. */
export function outcome(one: RecordedCase, played: Played) {
  return {
    currentSystem: played.currentSystem,
    exit: played.exit === "-" ? null : Number(played.exit),
    said: played.said.map(([source, text]) => [source, text]),
    runNixos: lists(played.runNixos),
    stderr: withoutOthers(one, withoutStatus(played.stderr)),
    stdout: withoutStatus(played.stdout),
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

function lists(files: Readonly<Record<string, string>>) {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [
      name,
      text
        .split("\n")
        .filter((unit) => unit !== "" && !isTarget(unit))
        .sort(),
    ]),
  )
}

/** Units that the machine itself has started meanwhile are not the case's. */
function withoutOthers(one: RecordedCase, stderr: string): string {
  const fresh = /^the following new units were started: (.*)\n/m
  const recorded = (fresh.exec(one.stderr)?.[1] ?? "").split(", ")
  return stderr.replace(fresh, (_line, names: string) => {
    const own = names
      .split(", ")
      .filter((name) => name in one.units || recorded.includes(name))
    if (own.length === 0) return ""
    return `the following new units were started: ${own.join(", ")}\n`
  })
}

/**
 * Times and ids in what `systemctl status` prints are nobody's rule: its first
 * line stays. The Perl program has it on stderr, behind its own words.
 */
function withoutStatus(text: string): string {
  return text
    .replace(/(units failed: [^\n]*\n\n[^\n]*\n)[^]*$/, "$1")
    .replace(/^([●×] [^\n]*\n)[^]*$/, "$1")
}
