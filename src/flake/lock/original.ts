/** What Nix makes of a flake reference, and writes as `original`. */
export type Attributes = Readonly<Record<string, unknown>>

/** Of a query, what Nix takes out of an address, by kind. */
const ofRepository = [
  "allRefs",
  "dir",
  "exportIgnore",
  "keytype",
  "lfs",
  "name",
  "publicKey",
  "publicKeys",
  "ref",
  "rev",
  "shallow",
  "submodules",
  "verifyCommit",
]
const ofArchive = ["dir", "lastModified", "narHash", "rev", "revCount"]

const revision = /^[0-9a-f]{40}$/

/**
 * The attributes of a flake reference; undefined for what Nix doesn't take.
 * Source: parseFlakeRef and the input schemes' inputFromURL of Nix's
 * libfetchers. Every value is a text, as in a query.
 */
export function originalOf(reference: string): Attributes | undefined {
  const [, scheme = "", rest = ""] =
    /^([a-z][a-z0-9+.-]*):([^#]*)/.exec(reference) ?? []
  const [path = "", search = ""] = splitAt(rest, "?")
  const query = Object.fromEntries(new URLSearchParams(search))
  switch (scheme) {
    case "github":
    case "gitlab":
    case "sourcehut":
      return forge(scheme, path, query)
    case "flake":
      return indirect(path, query)
    case "path":
      return { path: decoded(path), type: "path", ...query }
    default:
      return addressed(scheme, path, query)
  }
}

function forge(
  type: string,
  path: string,
  query: Attributes,
): Attributes | undefined {
  const [owner, repo, ...at] = path.split("/").map(decoded)
  if (!owner || !repo) return undefined
  const version = at.join("/")
  const which = revision.test(version) ? "rev" : "ref"
  return { owner, repo, type, ...(version && { [which]: version }), ...query }
}

function indirect(path: string, query: Attributes): Attributes | undefined {
  const [id, ...at] = path.split("/").map(decoded)
  if (!id || at.length > 2) return undefined
  const pairs = at.map((part) => [revision.test(part) ? "rev" : "ref", part])
  return { id, type: "indirect", ...Object.fromEntries(pairs), ...query }
}

/** `git+https:`, `tarball+https:`, `https:` and their like. */
function addressed(
  scheme: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Attributes | undefined {
  const [, kind = "", transport = scheme] =
    /^(git|hg|tarball|file)\+(.+)$/.exec(scheme) ?? []
  const type = kind || (scheme === "git" ? "git" : "tarball")
  if (!/^(file|git|https?|ssh)$/.test(transport)) return undefined
  const isRepository = type === "git" || type === "hg"
  const taken = isRepository ? ofRepository : ofArchive
  const params = Object.entries(query)
  const left = params.filter(([name]) => !taken.includes(name))
  const mine = params.filter(([name]) => taken.includes(name))
  const search = new URLSearchParams(left).toString()
  const url = `${transport}:${path}${search && `?${search}`}`
  return { type, url, ...Object.fromEntries(mine) }
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
