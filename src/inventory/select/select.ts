import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../fleet.ts"
import { glob, isGlob } from "./glob.ts"
import type { Host } from "../host.ts"
import { noneLeft, unmatched } from "./unmatched.ts"

/**
 * The hosts that selectors name, each once, sorted by name: names, globs
 * (`gpu-*`), `@tag`, `all`, and `!` before any of them to exclude; a comma or
 * a blank separates. Only exclusions: all but these.
 * Errors: `unknownHost` for a selector that matches nothing, and for none left.
 */
export function selectHosts(
  fleet: Pick<Fleet, "hosts">,
  selectors: readonly string[],
): Host[] {
  const { excluded, included, words } = wordsOf(selectors)
  const hosts = [...fleet.hosts.values()]
  const wanted = new Set(
    included.length === 0 && excluded.length > 0
      ? hosts
      : included.flatMap((word) => matching(word, word, hosts)),
  )
  for (const word of excluded)
    for (const host of matching(word.slice(1), word, hosts)) wanted.delete(host)
  if (wanted.size === 0)
    throw fail("unknownHost", {
      ...noneLeft(words, hosts),
      selector: words.join(" "),
    })
  return hosts.filter((host) => wanted.has(host))
}

/**
 * Of all hosts' names those that selectors are about, so that no other host's
 * file has to be read. Undefined where that isn't known by names: of tags,
 * exclusions alone, and what names no host.
 */
export function namesAbout(
  selectors: readonly string[],
  names: readonly string[],
): ReadonlySet<string> | undefined {
  const { excluded, included } = wordsOf(selectors)
  if (included.length === 0) return undefined
  const words = [...included, ...excluded.map((word) => word.slice(1))]
  if (words.some((word) => word.startsWith("@"))) return undefined
  const about = words.map((word) =>
    names.filter((name) => matcher(word)({ name, tags: [] })),
  )
  if (about.some((some) => some.length === 0)) return undefined
  return new Set(about.flat())
}

function wordsOf(selectors: readonly string[]) {
  const words = selectors
    .flatMap((text) => text.split(/[\s,]+/))
    .filter(Boolean)
  return {
    excluded: words.filter((word) => word.startsWith("!")),
    included: words.filter((word) => !word.startsWith("!")),
    words,
  }
}

function matching(word: string, said: string, hosts: readonly Host[]): Host[] {
  const found = hosts.filter(matcher(word))
  if (found.length === 0)
    throw fail("unknownHost", { ...unmatched(said, hosts), selector: said })
  return found
}

function matcher(word: string): (host: Pick<Host, "name" | "tags">) => boolean {
  if (word === "all") return () => true
  if (word.startsWith("@")) {
    const pattern = glob(word.slice(1))
    return ({ tags }) => tags.some((tag) => pattern.test(tag))
  }
  if (!isGlob(word)) return ({ name }) => name === word
  const pattern = glob(word)
  return ({ name }) => pattern.test(name)
}
