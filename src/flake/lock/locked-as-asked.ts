import type { Attributes } from "./original.ts"
import { sameAttributes } from "./same-attributes.ts"
import { movedArchive } from "./moved-archive.ts"
import { registry } from "./registry.ts"

/** What locking finds out, whatever was asked for. */
const found = ["__final", "lastModified", "narHash", "rev", "revCount"]

const sri = /^sha256-[A-Za-z0-9+/]{43}=$/
const commit = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * Why the `locked` of a lock doesn't follow from its `original`; undefined: it
 * does. Whoever locks may choose a revision of what was asked for, and nothing
 * else: not from where. Source: each input scheme of Nix's libfetchers.
 */
export function notAsAsked(
  locked: Attributes,
  original: Attributes,
): string | undefined {
  if (original["type"] === "indirect") return notOfRegistry(locked, original)
  const hash = locked["narHash"]
  const isRelative = /^\.{1,2}(\/|$)/.test(String(original["path"] ?? "/"))
  if (!isRelative && !sri.test(String(hash))) return "it has no narHash"
  if (original["narHash"] !== undefined && original["narHash"] !== hash)
    return "it has another narHash"
  const { rev } = locked
  if (rev !== undefined && !commit.test(String(rev)))
    return "its revision is invalid"
  if (original["rev"] !== undefined && original["rev"] !== rev)
    return "it has another revision"
  switch (original["type"]) {
    case "github":
    case "gitlab":
    case "git":
    case "hg":
    case "sourcehut":
      return notOfRepository(locked, original)
    case "path":
      return differs(locked, original)
    case "file":
    case "tarball":
      return movedArchive(original["url"], locked["url"])
        ? differs({ ...locked, url: original["url"] }, original)
        : differs(locked, original)
    default:
      return `${String(original["type"])} is not a known kind of input`
  }
}

/** A revision of the repository: that which was asked for, if one was. */
function notOfRepository(
  locked: Attributes,
  original: Attributes,
): string | undefined {
  if (locked["rev"] === undefined) return "it has no revision"
  const refs = [original["ref"], `refs/heads/${String(original["ref"])}`]
  const { ref, ...others } = locked
  if (ref !== undefined && original["ref"] !== undefined && !refs.includes(ref))
    return "it is from another branch"
  return differs(others, without(original, ["ref"]))
}

/** A name without an address means what Nix's own registry says. */
function notOfRegistry(
  locked: Attributes,
  original: Attributes,
): string | undefined {
  const { id, type: _, ...asked } = original
  const meant = registry[String(id)]
  if (meant === undefined || !Object.hasOwn(registry, String(id)))
    return `${String(id)} is a name without an address`
  return notAsAsked(locked, { ...meant, ...asked })
}

function differs(locked: Attributes, original: Attributes): string | undefined {
  const [is, was] = [without(locked, found), without(original, found)]
  return sameAttributes(is, was)
    ? undefined
    : `it is ${JSON.stringify(is)}, not ${JSON.stringify(was)}`
}

function without(all: Attributes, names: readonly string[]): Attributes {
  const kept = Object.entries(all).filter(([name]) => !names.includes(name))
  return Object.fromEntries(kept)
}
