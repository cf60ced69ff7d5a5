import { type Checked, type Hint, check } from "./check.ts"
import { parse } from "./parse.ts"
import type { Problem } from "./problem.ts"
import type { Text } from "./read.ts"
import { type FleetFile, fleetFile } from "../schema/fleet.ts"
import { type HostFile, hostFile } from "../schema/host.ts"
import type { Source } from "./source.ts"

/** The files that are YAML, and what is wrong with them by themselves. */
export type Sources = {
  readonly fleet:
    | { readonly source: Source; readonly value: FleetFile | undefined }
    | undefined
  /** Sorted by name. */
  readonly hosts: readonly HostSource[]
  readonly problems: readonly Problem[]
}

export type HostSource = {
  readonly name: string
  readonly source: Source
  /** Undefined when the file has problems. */
  readonly value: HostFile | undefined
}

/** Parses and checks every file of `hosts/`. */
export async function readSources(texts: readonly Text[]): Promise<Sources> {
  const yaml = await import("yaml")
  const problems: Problem[] = []
  const hosts: HostSource[] = []
  let fleet: Sources["fleet"]
  for (const text of texts) {
    if ("problem" in text) {
      problems.push(text.problem)
      continue
    }
    const parsed = parse(text.file, text.text, yaml)
    if (parsed.source === undefined) {
      problems.push(...parsed.problems)
      continue
    }
    const { source } = parsed
    if (text.file === "hosts/fleet.yaml") {
      fleet = { source, value: settle(check(source, fleetFile, hostsOwn)) }
    } else {
      const name = text.file.slice("hosts/".length, -".yaml".length)
      hosts.push({ name, source, value: settle(check(source, hostFile)) })
    }
  }
  return { fleet, hosts, problems }

  function settle<Value>(checked: Checked<Value>): Value | undefined {
    if (checked.problems === undefined) return checked.value
    problems.push(...checked.problems)
    return undefined
  }
}

/** Somebody wrote a host named fleet, or a default at the wrong place. */
const hostsOwn: Hint = (path) =>
  path.length === 1 && String(path[0]) in hostFile.shape
    ? "a host's key in hosts/fleet.yaml; keys for all hosts " +
      "go under defaults"
    : undefined
