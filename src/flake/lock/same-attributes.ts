import type { Attributes } from "./original.ts"

/**
 * Whether two ways to write where an input comes from say the same: Nixes
 * differ in how they take addresses apart and what of them they escape.
 */
export function sameAttributes(a: Attributes, b: Attributes): boolean {
  const [mine, theirs] = [canonical(a), canonical(b)]
  const names = new Set([...mine.keys(), ...theirs.keys()])
  return [...names].every((name) => mine.get(name) === theirs.get(name))
}

/** A URL in one spelling; undefined when it is none. */
export function canonicalUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { host, pathname, protocol, searchParams, username } = new URL(text)
  searchParams.sort()
  const path = decoded(pathname)
  return `${protocol}//${username}@${host}${path}?${searchParams}`
}

function canonical(attributes: Attributes): Map<string, string> {
  const { url, ...others } = attributes
  const found = new Map<string, string>()
  for (const [name, value] of Object.entries(others))
    if (value !== undefined) found.set(name, said(value))
  if (found.has("owner")) {
    // A slash that is escaped in one's owner may be a separator to another.
    const parts = ["owner", "repo", "ref", "rev"].flatMap((name) => {
      const part = found.get(name)
      found.delete(name)
      return part === undefined ? [] : [part]
    })
    found.set("place", decoded(parts.join("/")))
  }
  if (url !== undefined) found.set("url", canonicalUrl(said(url)) ?? said(url))
  return found
}

/** As in a query, where a yes is 1. */
function said(value: unknown): string {
  return typeof value === "boolean" ? String(Number(value)) : String(value)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
