import type { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"
import { fail } from "../../errors/fail.ts"
import { ask, type Facts } from "../facts.ts"
import { hostFileSchema, probeSchema, unitStateSchema } from "./probe-schema.ts"
import { recordsIn, type Records } from "../record/records.ts"
import probeScript from "./probe.sh"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"

export type UnitState = z.infer<typeof unitStateSchema>
export type HostFile = z.infer<typeof hostFileSchema>

/** Everything that a plan needs to know of a host, of one moment. */
export type HostFacts = Omit<z.infer<typeof probeSchema>, "hostFile"> & {
  /** Why a fact is missing, by its key. */
  readonly errors: Readonly<Record<string, string>>
  /** The keys of facts that are missing because a time limit ended. */
  readonly late: readonly string[]
  /** Of the running system; undefined on a host without sdops' modules. */
  readonly hostFile: HostFile | undefined
  /** Whether Nix says that we are trusted; undefined when it says nothing. */
  readonly trusted: boolean | undefined
  /** The units asked for, and those of the host file. */
  readonly apps: readonly UnitState[]
  readonly deployments: Records
}

/**
 * Reads every fact that a plan needs, in one round trip; changes nothing.
 * Errors: `hostScript`, also for an answer that doesn't fit; those of `ask`.
 */
export async function probe(
  shell: HostShell,
  input: {
    readonly units: readonly string[]
    /** Whether Nix' store is looked at, too, as doctor judges it. */
    readonly store?: boolean
  },
): Promise<HostFacts> {
  const units = input.units.map((unit) => unitSchema.parse(unit))
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "the probe",
    script: probeScript,
    variables: { store: input.store ? "1" : "0", units: units.join(" ") },
  })
  const parsed = probeSchema.safeParse(Object.fromEntries(facts))
  if (!parsed.success)
    throw fail(
      "hostScript",
      { during: "the probe", ended: "malformed facts" },
      {
        because: parsed.error.issues.map(
          ({ message, path }) => `${path.join(".")}: ${message}`,
        ),
        host: shell.host,
      },
    )
  return {
    ...parsed.data,
    apps: unitStates(facts, parsed.data, shell.host),
    deployments: recordsIn(facts),
    errors: saidOf(facts, ".error"),
    hostFile: hostFile(parsed.data.hostFile),
    late: Object.keys(saidOf(facts, ".late")),
    trusted: trusted(parsed.data.ownStoreInfo ?? parsed.data.storeInfo),
  }
}

/** Each unit that was asked for; an alias is shown by its unit's own name. */
function unitStates(
  facts: Facts,
  { units, unitsShown: shown }: z.infer<typeof probeSchema>,
  host: string,
): readonly UnitState[] {
  const blocks = shown.split("\n\n").map(propertiesIn)
  return units.toSorted().map((unit) => {
    const found = blocks.find((block) =>
      (block["Names"] ?? "").split(" ").includes(unit),
    )
    const process = facts.get(`process.${found?.["MainPID"]}`) ?? ""
    const started = (found?.["ExecStart"] ?? "").split(/[ ;={}]/)
    const paths = storePathsIn([...started, ...process.split(/[\n=:]/)])
    const said = { ...found, paths, unit }
    return fitting(unitStateSchema, said, { asked: "the probe", host })
  })
}

/** Of systemctl show; a unit has one ExecStart a command. */
function propertiesIn(block: string): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {}
  for (const line of block.split("\n")) {
    const at = line.indexOf("=")
    const name = line.slice(0, at)
    const before = properties[name]
    const value = line.slice(at + 1)
    properties[name] = before === undefined ? value : `${before} ${value}`
  }
  return properties
}

/** The store paths that words begin with, each once. */
function storePathsIn(words: readonly string[]): readonly string[] {
  const paths = words.flatMap(
    (word) => /^\/nix\/store\/[0-9a-z]{32}-[^/]*/.exec(word)?.[0] ?? [],
  )
  return [...new Set(paths)].toSorted()
}

/** What is said beside facts, by the fact's key. */
function saidOf(
  facts: Facts,
  suffix: ".error" | ".late",
): Readonly<Record<string, string>> {
  const found = [...facts].flatMap(([key, value]) =>
    key.endsWith(suffix) ? [[key.slice(0, -suffix.length), value]] : [],
  )
  return camelKeys(Object.fromEntries(found))
}

function hostFile(text: string | undefined): HostFile | undefined {
  if (text === undefined) return undefined
  try {
    return hostFileSchema.parse(JSON.parse(text))
  } catch {
    // Another version's file: the plan then knows as little as without one.
    return undefined
  }
}

function trusted(storeInfo: string | undefined): boolean | undefined {
  const found = /^trusted: *(\d)/im.exec(storeInfo ?? "")
  return found === null ? undefined : found[1] === "1"
}
