import { kebabKeys } from "../../camel-keys.ts"
import type { Host } from "../host.ts"
import { isTable } from "../merge.ts"
import type { Origins } from "../read/origins.ts"
import { type Path, sayPath } from "../read/source.ts"

type Yaml = typeof import("yaml")

/** As in the files that people write; what isn't here comes after. */
const order = [
  "address",
  "port",
  "user",
  "host-key",
  "sudo-password",
  "tags",
  "state-version",
  "gpu",
  "modules",
  "build-on",
  "services",
  "policy",
]

/**
 * A complete host as YAML, each value with where it comes from as a comment.
 * It reads as `hosts/<name>.yaml` would that says everything itself.
 */
export async function hostText(
  host: Readonly<Record<string, unknown>>,
  origins: Origins,
): Promise<string> {
  const yaml = await import("yaml")
  return lines(host, [], origins, yaml).join("\n")
}

function lines(
  table: Readonly<Record<string, unknown>>,
  path: Path,
  origins: Origins,
  yaml: Yaml,
): string[] {
  const keys =
    path.length === 0 ? sorted(Object.keys(table)) : Object.keys(table)
  return keys.flatMap((key) => {
    const value = table[key]
    const indent = "  ".repeat(path.length)
    const below = [...path, key]
    const origin = origins[sayPath(below)]
    const name = inline(key, yaml)
    if (origin === undefined && isTable(value))
      return [`${indent}${name}:`, ...lines(value, below, origins, yaml)]
    const comment = origin === undefined ? "" : ` # ${origin}`
    return [`${indent}${name}: ${inline(value, yaml)}${comment}`]
  })
}

function sorted(keys: readonly string[]): string[] {
  const place = (key: string): number => {
    const at = order.indexOf(key)
    return at < 0 ? order.length : at
  }
  return keys.toSorted((a, b) => place(a) - place(b))
}

function inline(value: unknown, yaml: Yaml): string {
  const style = {
    collectionStyle: "flow",
    flowCollectionPadding: false,
    lineWidth: 0,
  } as const
  const text = yaml.stringify(value, style).trimEnd()
  // YAML includes JSON, which never needs a second line.
  return text.includes("\n") ? JSON.stringify(value) : text
}

/**
 * By its keys in YAML; without the name, which is the file's, and without what
 * is empty.
 */
export function asWritten(host: Host): Readonly<Record<string, unknown>> {
  const { name: _, ...rest } = host
  const gpu = kebabKeys(host.gpu)
  const policy = kebabKeys(host.policy)
  const said = Object.entries(kebabKeys({ ...rest, gpu, policy })).filter(
    ([, value]) => value !== undefined && !isEmpty(value),
  )
  return Object.fromEntries(said)
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  return isTable(value) && Object.keys(value).length === 0
}
