import { parseStorePath } from "./store-path.ts"

/** A store path of a system, by its name. */
export type Part = {
  /** The path's, without its hash. */
  readonly name: string
  /** Bytes; undefined where it isn't built yet and nothing tells. */
  readonly bytes: number | undefined
}

/** A package whose versions differ between two systems. */
export type PackageChange = {
  readonly name: string
  /** Sorted; empty where only the other system has it. */
  readonly from: readonly string[]
  readonly to: readonly string[]
  /** Of all its paths. */
  readonly bytesBefore: number
  /** Undefined where one of them isn't known. */
  readonly bytesAfter: number | undefined
}

/**
 * What packages two systems differ in, as `nix store diff-closures` compares
 * them: by name and version, whatever their hashes. Texts and links, which have
 * no version, aren't packages. The largest change is first. Pure.
 */
export function packageChanges(
  before: readonly Part[],
  after: readonly Part[],
): readonly PackageChange[] {
  const [old, next] = [byPackage(before), byPackage(after)]
  const names = [...new Set([...old.keys(), ...next.keys()])].toSorted()
  return names
    .map((name): PackageChange => {
      const [was, is] = [old.get(name), next.get(name)]
      return {
        bytesAfter: is === undefined ? 0 : is.bytes,
        bytesBefore: was?.bytes ?? 0,
        from: [...(was?.versions ?? [])].toSorted(),
        name,
        to: [...(is?.versions ?? [])].toSorted(),
      }
    })
    .filter(({ from, to }) => from.join() !== to.join())
    .toSorted((a, b) => weight(b) - weight(a))
}

/** What isn't known may be large, but isn't said to be. */
function weight({ bytesAfter = 0, bytesBefore }: PackageChange): number {
  return Math.abs(bytesAfter - bytesBefore)
}

type Package = { versions: Set<string>; bytes: number | undefined }

function byPackage(parts: readonly Part[]): Map<string, Package> {
  const packages = new Map<string, Package>()
  for (const { bytes, name } of parts) {
    const { pname, version } = packageOf(name)
    if (version === undefined || notInstalled.test(version)) continue
    if (pname.startsWith("nixos-system-")) continue
    const one = packages.get(pname) ?? { bytes: 0, versions: new Set() }
    one.versions.add(version.replace(outputs, ""))
    one.bytes =
      one.bytes === undefined || bytes === undefined
        ? undefined
        : one.bytes + bytes
    packages.set(pname, one)
  }
  return packages
}

const anyHash = "0".repeat(32)

function packageOf(name: string) {
  return parseStorePath(`/nix/store/${anyHash}-${name}`)
}

/** nixpkgs' names of outputs, which follow the version in a store path. */
const outputs =
  /-(bin|cxxdev|data|debug|dev|dist|doc|env|getent|info|lib|libgcc|man|modules|out|static|terminfo)$/

/** Sources and patches: a path may refer to them, nobody installs them. */
const notInstalled = /\.(diff|drv|gz|json|patch|tar|whl|xz|zip)$/
