import { nar, narHash } from "../flake/nar.ts"
import type { Tree } from "../flake/tree.ts"
import { hostWheel } from "./host-wheel.ts"
import type { NodeLock } from "./node-lock.ts"
import { packageName } from "./package-name.ts"
import type { Requirement } from "./requirements.ts"

type Input = {
  /** What the host's Python has: name → version. */
  readonly packages: Readonly<Record<string, string>>
  /** A list a node, in the order of the nodes. */
  readonly requirements: readonly (readonly Requirement[])[]
  /** Whose versions are kept where they still fit. */
  readonly before: NodeLock | undefined
}

/**
 * What the resolver reads: `nodes/<n>.in`, `host/*.whl` and `constraints.txt`,
 * which makes it take them, and `pins.txt` with what was locked so far.
 */
export function resolverTree(input: Input): Tree {
  const { before, packages, requirements } = input
  const contents = new Map<string, Uint8Array>()
  const constraints: string[] = []
  for (const [written, version] of Object.entries(packages)) {
    const name = packageName(written)
    const { content, file } = hostWheel(name, version)
    contents.set(`host/${file}`, content)
    constraints.push(`${name} @ file://\${SDOPS_HOST}/${file}`)
  }
  for (const [index, list] of requirements.entries())
    contents.set(`nodes/${index}.in`, lines(list.map(({ text }) => text)))
  contents.set("constraints.txt", lines(constraints.toSorted()))
  const pins = before?.wheels.map(({ name, version }) => `${name}==${version}`)
  contents.set("pins.txt", lines(pins ?? []))
  const files = new Map(
    [...contents].map(([path, content]) => [
      path,
      { content, executable: false },
    ]),
  )
  const archive = nar(files)
  return { archive, files, hash: narHash(archive) }
}

function lines(texts: readonly string[]): Uint8Array {
  return Buffer.from(texts.map((text) => `${text}\n`).join(""))
}
