import { readFileSync } from "node:fs"
import type { Program } from "../program.ts"

/** Who writes to the journal in a recording. */
export const journalSources: readonly string[] = [
  "activate",
  "bootloader",
  "dry-activate",
  "nixos",
  "pre-switch-check",
  "sync",
]

/** What the recording put into a toplevel. */
export type RecordedSystem = {
  readonly units?: Readonly<Record<string, string>>
  /** Target → units that its `.wants` links to. */
  readonly wants?: Readonly<Record<string, readonly string[]>>
  readonly remove?: readonly string[]
  /** Snippet of `activate`. */
  readonly activate?: string
  /** Snippet of `dry-activate`. */
  readonly dry?: string
  readonly fstab?: string
  readonly iiv?: string
  readonly installBootLoader?: string
  readonly systemConf?: string
  readonly systemdPackage?: string
}

type UnitStates = {
  readonly before: string
  readonly after: string
  readonly newProcess?: boolean
}

/** What was seen of one program's run. */
export type RecordedOutcome = {
  /** Which system is the current one after it. */
  readonly currentSystem: string
  /** null: whoever ran it had gone. */
  readonly exit: number | null
  /** Lists in /run/nixos, without targets. */
  readonly runNixos: Readonly<Record<string, readonly string[]>>
  /** Source and text of every line of the journal, in order. */
  readonly said: readonly (readonly [string, string])[]
  readonly stderr: string
  readonly stdout: string
  readonly units: Readonly<Record<string, UnitStates>>
}

/** Two toplevels, a call, and what one of the programs did. */
export type RecordedCase = RecordedOutcome & {
  readonly name: string
  readonly action: string
  readonly program: Program
  readonly env: Readonly<Record<string, string>>
  readonly A: RecordedSystem
  readonly B: RecordedSystem
  readonly before?: string
  readonly command?: string
  /** Run before the state is read. */
  readonly afterwards?: string
}

/** One line of test/fixtures/switch-to-configuration/cases.json. */
type PerlCase = Omit<RecordedCase, "currentSystem" | "program" | "said"> & {
  readonly currentSystem: readonly [string, string]
  readonly events: readonly (readonly [
    ms: number,
    source: string,
    unit: string,
    job: string,
    text: string,
  ])[]
  readonly runNixosAfter: Readonly<Record<string, string>>
}

type RustOutcome = RecordedOutcome & { readonly name: string }

/** All cases that are kept here, as one program was recorded doing them. */
export function recordedCases(program: Program): RecordedCase[] {
  const perl = JSON.parse(
    readFixture("switch-to-configuration/cases.json"),
  ) as PerlCase[]
  if (program === "perl") return perl.map(perlCase)
  const lines = readFixture("switch-to-configuration-ng/outcomes.jsonl")
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const outcome = JSON.parse(line) as RustOutcome
      const played = perl.find(({ name }) => name === outcome.name)
      if (played === undefined) throw new Error(`${outcome.name} is no case`)
      return { ...played, ...outcome, program }
    })
}

function readFixture(path: string): string {
  const folder = new URL("../../../fixtures/", import.meta.url)
  return readFileSync(new URL(path, folder), "utf8")
}

function perlCase(one: PerlCase): RecordedCase {
  const lists = Object.entries(one.runNixosAfter).map(([name, text]) => {
    const units = text.split("\n").filter((unit) => !isTarget(unit))
    return [name, units.filter(Boolean).sort()] as const
  })
  return {
    ...one,
    currentSystem: one.currentSystem[1],
    program: "perl",
    runNixos: Object.fromEntries(lists),
    said: one.events
      .filter(([, source]) => journalSources.includes(source))
      .map(([, source, , , text]) => [source, text]),
  }
}

/** Which targets run is the machine's own affair, not the case's. */
export function isTarget(unit: string): boolean {
  return unit.endsWith(".target")
}
