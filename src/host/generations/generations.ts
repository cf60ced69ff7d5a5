import { ask } from "../facts.ts"
import { hostFileSchema } from "../probe/probe-schema.ts"
import { type Records, recordsIn } from "../record/records.ts"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"
import generationsScript from "./generations.sh"

/** A generation of the system profile, as far as it says. */
export type KnownGeneration = {
  readonly number: number
  /** Seconds since 1970, by the host's clock. */
  readonly made: number
  readonly toplevel: string
  /** NixOS's version; empty where it doesn't say. */
  readonly nixos: string
  /** What sdops' modules wrote into it; undefined without them. */
  readonly sdops:
    | { readonly apps: readonly string[]; readonly driver: string | null }
    | undefined
}

/** All generations, the newest first, and which systems run and boot. */
export type Generations = {
  readonly list: readonly KnownGeneration[]
  readonly booted: string
  /** A store path, or `unknown: why`. */
  readonly bootDefault: string
  readonly current: string
  readonly profile: string
  readonly records: Records
}

/**
 * Reads the generations of a host's system profile; changes nothing. Errors:
 * `hostScript`.
 */
export async function readGenerations(shell: HostShell): Promise<Generations> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "reading the generations",
    script: generationsScript,
    variables: { id: "none" },
  })
  const versions = byNumber(facts.get("versions"))
  const files = byNumber(facts.get("files"))
  const lines = (facts.get("generations") ?? "").split("\n")
  const list = lines.flatMap((line): KnownGeneration[] => {
    const [, number = "", made = "", path = ""] = pattern.exec(line) ?? []
    const toplevel = storePathSchema.safeParse(path)
    if (!toplevel.success) return []
    return [
      {
        made: Number(made),
        nixos: versions.get(number) ?? "",
        number: Number(number),
        sdops: saidOf(files.get(number)),
        toplevel: toplevel.data,
      },
    ]
  })
  return {
    bootDefault: facts.get("boot-default") ?? "unknown: not read",
    booted: facts.get("booted") ?? "",
    current: facts.get("current") ?? "",
    list: list.toSorted((one, other) => other.number - one.number),
    profile: facts.get("profile") ?? "",
    records: recordsIn(facts),
  }
}

const pattern = /^(\d{1,9}) (\d{1,12}) (\/\S+)$/

function byNumber(text = ""): ReadonlyMap<string, string> {
  const pairs = text.split("\n").map((line) => {
    const at = line.indexOf(" ")
    return [line.slice(0, at), line.slice(at + 1)] as const
  })
  return new Map(pairs)
}

/** A file that isn't as sdops writes it says nothing. */
function saidOf(text: string | undefined): KnownGeneration["sdops"] {
  try {
    const file = hostFileSchema.parse(JSON.parse(text ?? ""))
    const apps = file.apps.map(({ name }) => name)
    return { apps, driver: file.driver.version }
  } catch {
    return undefined
  }
}
