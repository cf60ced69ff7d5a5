import { readFileSync } from "node:fs"

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

/** One line of test/fixtures/switch-to-configuration/cases.json. */
export type RecordedCase = {
  readonly name: string
  readonly action: string
  readonly env: Readonly<Record<string, string>>
  readonly A: RecordedSystem
  readonly B: RecordedSystem
  readonly before?: string
  readonly command?: string
  /** Run before the state is read. */
  readonly afterwards?: string
  readonly exit: number | null
  readonly stdout: string
  readonly stderr: string
  readonly units: Readonly<Record<string, UnitStates>>
  readonly events: readonly (readonly [
    ms: number,
    source: string,
    unit: string,
    job: string,
    text: string,
  ])[]
  readonly runNixosAfter: Readonly<Record<string, string>>
  readonly currentSystem: readonly [string, string]
  readonly extra?: Readonly<Record<string, string>>
}

/** All cases that are kept here. */
export function recordedCases(): RecordedCase[] {
  const folder = new URL("../../../fixtures/", import.meta.url)
  const file = new URL("switch-to-configuration/cases.json", folder)
  return JSON.parse(readFileSync(file, "utf8")) as RecordedCase[]
}
