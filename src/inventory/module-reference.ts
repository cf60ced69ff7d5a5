import { isAbsolute, posix } from "node:path"

/** What an entry of `modules` names. */
export type ModuleReference =
  /** A file or folder; the path is from the fleet's root, normalised. */
  | { readonly names: "file"; readonly path: string }
  /** An output of a flake input, such as dotfiles#nixosModules.default. */
  | {
      readonly names: "output"
      readonly input: string
      readonly attributes: readonly string[]
    }
  | { readonly names: "nothing"; readonly because: string }

const output = /^([A-Za-z][A-Za-z0-9_-]*)#(.*)$/
const attribute = /^[A-Za-z_][A-Za-z0-9_'-]*$/

/** Reads an entry of `modules`; paths are taken from the folder `hosts/`. */
export function moduleReference(written: string): ModuleReference {
  const [, input, rest] = output.exec(written) ?? []
  if (input !== undefined && rest !== undefined) {
    const attributes = rest.split(".")
    if (attributes.every((name) => attribute.test(name)))
      return { attributes, input, names: "output" }
    return nothing("expected <input>#<attribute>.<attribute>")
  }
  if (isAbsolute(written) || written.startsWith("~"))
    return nothing("expected a path from hosts/, not an absolute one")
  const path = posix.normalize(posix.join("hosts", written))
  if (path === ".." || path.startsWith("../"))
    return nothing("the path leaves the fleet")
  if (path === "." || path === "hosts" || path === "hosts/")
    return nothing("expected a file or folder of Nix code")
  return { names: "file", path: path.replace(/\/$/, "") }
}

function nothing(because: string): ModuleReference {
  return { because, names: "nothing" }
}
