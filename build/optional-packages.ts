/** A package in package-lock.json. */
type Entry = {
  readonly cpu?: readonly string[]
  readonly dev?: boolean
  readonly os?: readonly string[]
  readonly version?: string
  readonly libc?: readonly string[]
  readonly optional?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export type Lock = { packages: Record<string, Entry> }

/**
 * Adds what npm leaves out of a lock: optional packages that the registry at
 * hand doesn't have, such as those for other systems behind a mirror. Without
 * them `npm ci` refuses the lock, everywhere. Their names say for which
 * machines they are.
 */
export function complete(packages: Record<string, Entry>): void {
  for (const [path, entry] of Object.entries(packages)) {
    const optional = Object.entries(entry.optionalDependencies ?? {})
    for (const [name, version] of optional) {
      // Beside its user, where npm puts it; or above, if that is the version.
      const beside = path.replace(/node_modules\/(@[^/]+\/)?[^/]+$/u, "")
      const places = [`${path}/`, beside, ""].map(
        (place) => `${place}node_modules/${name}`,
      )
      const exact = /^\d/u.test(version)
      const has = (place: string) =>
        packages[place]?.version === version || (!exact && place in packages)
      if (places.some(has)) continue
      if (!exact) throw new Error(`${name} ${version} is not in the lock`)
      packages[`${beside}node_modules/${name}`] = made(name, version, entry)
    }
  }
}

function made(name: string, version: string, { dev }: Entry): Entry {
  const [, os = "", cpu = "", abi] =
    /(?<os>[a-z0-9]+)-(?<cpu>[a-z0-9]+)(?:-(?<abi>[a-z]+))?$/u.exec(name) ?? []
  const wasm = os === "wasm32"
  return {
    version,
    cpu: [wasm ? "wasm32" : cpu],
    ...(dev === true && { dev }),
    ...(abi === "musl" && { libc: ["musl"] }),
    ...(abi === "gnu" && { libc: ["glibc"] }),
    optional: true,
    ...(!wasm && { os: [os] }),
  }
}
