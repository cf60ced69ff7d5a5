import { z } from "zod"
import { bestWheel } from "./best-wheel.ts"
import type { LockedWheel } from "./node-lock.ts"
import { packageName } from "./package-name.ts"
import { fileOf, wheelName } from "./wheel-name.ts"

const wheel = z.object({
  hashes: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  url: z.string(),
})

/** A pylock.toml as JSON, as much as is read of it. Source: PEP 751. */
const pylock = z.object({
  packages: z
    .array(
      z.object({
        archive: z
          .union([wheel, z.object({ path: z.string() }).loose()])
          .optional(),
        // As PyPI takes them: they get into commands that are told.
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
        version: z
          .string()
          .regex(/^[A-Za-z0-9.+!_-]+$/)
          .optional(),
        wheels: z.array(wheel).default([]),
      }),
    )
    .default([]),
})

export type Resolution = {
  readonly wheels: readonly LockedWheel[]
  /** Packages of the host's Python that something asks for, normalised. */
  readonly leansOn: readonly string[]
}

type Input = {
  /** uv's pylock.toml, as JSON. */
  readonly lock: string
  /** uv's requirements.txt with `# via` behind each line. */
  readonly pins: string
  /** Names, in the order of `nodes/<n>.in`. */
  readonly nodes: readonly string[]
}

/**
 * What the resolver decided: one wheel a package and who wants it. Undefined
 * for an answer of another form.
 */
export function readResolution(input: Input): Resolution | undefined {
  const found = pylock.safeParse(parsed(input.lock))
  if (!found.success) return undefined
  const wanted = wantedBy(input.pins, input.nodes)
  const wheels: LockedWheel[] = []
  const leansOn: string[] = []
  for (const { archive, name: written, version, wheels: all } of found.data
    .packages) {
    const name = packageName(written)
    if (archive !== undefined && "path" in archive) {
      leansOn.push(name)
      continue
    }
    const direct = archive as z.infer<typeof wheel> | undefined
    const best = direct ?? bestWheel(all)
    if (best === undefined) return undefined
    const file = wheelName(fileOf(best.url))
    // A file of another package is no answer.
    if (file?.name !== name) return undefined
    const digest = Buffer.from(best.hashes.sha256, "hex").toString("base64")
    wheels.push({
      hash: `sha256-${digest}`,
      name,
      url: best.url,
      version: version ?? file.version,
      "wanted-by": wanted(name),
    })
  }
  return { leansOn: leansOn.toSorted(), wheels }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Which nodes want a package, themselves or by what they want. */
function wantedBy(
  pins: string,
  nodes: readonly string[],
): (name: string) => string[] {
  const via = new Map(pins.split("\n").map(viaOf))
  return (name) => {
    const wanting = new Set<string>()
    const seen = new Set<string>()
    walk(name)
    return [...wanting].toSorted()

    function walk(at: string): void {
      if (seen.has(at)) return
      seen.add(at)
      for (const from of via.get(at) ?? []) {
        const index = /^-r (?:.*\/)?(\d+)\.in$/.exec(from)?.[1]
        if (index === undefined) walk(packageName(from))
        else wanting.add(nodes[Number(index)] ?? index)
      }
    }
  }
}

/** `gguf==0.10.0   # via -r nodes/0.in, other` as name and what is behind. */
function viaOf(line: string): [string, string[]] {
  const [pin = "", via = ""] = line.split(/\s+# via /)
  const name =
    wheelName(fileOf(pin.trim()))?.name ??
    packageName(/^[\w.-]+/.exec(pin.trim())?.[0] ?? "")
  return [name, via === "" ? [] : via.split(", ").map((from) => from.trim())]
}
