/** Who wrote a file that Nix names. */
type Writer = "fleet" | "input" | "nixpkgs" | "other" | "sdops"

/** A file that Nix names, by its path in the tree that it is of. */
export type OwnFile = { readonly file: string; readonly writer: Writer }

/** A place; Nix doesn't always say the line. */
export type Position = OwnFile & {
  readonly line?: number
  readonly column?: number
}

/** Where Nix keeps a tree: its store, a pushed source, «a reference». */
const tree =
  String.raw`(?:/nix/store/[0-9a-z]{32}-[\w.+?=-]+` +
  String.raw`|/nix/var/sdops/sources/[0-9a-f]+|«[^»\n]*»)`
const below = String.raw`(?:/[^\s'"’»:,;()\[\]{}]+)`
const named = new RegExp(`${tree}${below}`, "g")
const anyNixpkgs = /\/(?:lib|nixos|pkgs)\//
const parts = new RegExp(`^${tree}(?<path>${below})$`)

/**
 * Whose file a path is that Nix names: of the tree that was pushed for a host,
 * the user's own by its path from the fleet's root. A path that isn't of a
 * tree is given back. In: the host's name.
 */
export function ownFile(path: string, host: string): OwnFile {
  // What `_file` of sdops' own modules says.
  if (path === `inventory/${host}.json`) return yamlOf(host)
  const inner = parts.exec(path)?.groups?.["path"]?.slice(1)
  if (inner === undefined)
    return { file: path, writer: anyNixpkgs.test(path) ? "nixpkgs" : "other" }
  const own = `modules/${host}/`
  if (inner.startsWith(own))
    return { file: inner.slice(own.length), writer: "fleet" }
  if (inner === `inventory/${host}.json`) return yamlOf(host)
  if (
    /^nix\/(?:(?:lib|modules|nodes|packages|tests)\/|[\w-]+\.nix$)/.test(inner)
  )
    return { file: inner, writer: "sdops" }
  const isNixpkgs = /^(?:lib|nixos|pkgs)\//.test(inner)
  return { file: inner, writer: isNixpkgs ? "nixpkgs" : "input" }
}

/** A file, with its place if there is one, and whose it is. */
export function sayFile({ column, file, line, writer }: Position): string {
  const place = [file, line, column].filter((part) => part !== undefined)
  const said = place.join(":")
  switch (writer) {
    case "fleet":
    case "other":
      return said
    case "input":
      return `an input's ${said}`
    case "nixpkgs":
      return `nixpkgs' ${said}`
    case "sdops":
      return `sdops' own ${said}`
  }
}

/** A text of Nix with each file by whose it is. */
export function inOwnWords(text: string, host: string): string {
  return text.replaceAll(named, (path) => sayFile(ownFile(path, host)))
}

function yamlOf(host: string): OwnFile {
  return { file: `hosts/${host}.yaml`, writer: "fleet" }
}
