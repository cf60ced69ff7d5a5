import { isGlob } from "./glob.ts"
import type { Host } from "../host.ts"
import { nearest } from "../read/nearest.ts"

type Named = Pick<Host, "name" | "tags">

/** Why a selector names no host; without a `meant`, with all there is. */
export type Unmatched = {
  readonly meant: string | undefined
  readonly problem: string
}

/** What to say of a selector, `!` included, that matches none of these. */
export function unmatched(said: string, hosts: readonly Named[]): Unmatched {
  if (hosts.length === 0) return { meant: undefined, problem: theHosts([]) }
  const not = said.startsWith("!") ? "!" : ""
  const word = said.slice(not.length)
  const kind = word.startsWith("@") ? "tag" : "host"
  const names = hosts.map(({ name }) => name).toSorted()
  const all = hosts.flatMap(({ tags }) => tags.map((tag) => `@${tag}`))
  const tags = [...new Set(all)].toSorted()
  const meant = meaning(word, kind === "tag" ? [tags, names] : [names, tags])
  const subject = isGlob(word)
    ? `no ${kind} matches ${word}`
    : `unknown ${kind} ${word}`
  if (meant !== undefined) return { meant: `${not}${meant}`, problem: subject }
  const there = kind === "tag" ? theTags(tags) : theHosts(names)
  return { meant, problem: `${subject}: ${there}` }
}

/** What to say of selectors that leave nothing together, or that are none. */
export function noneLeft(
  words: readonly string[],
  hosts: readonly Named[],
): Unmatched {
  const there = theHosts(hosts.map(({ name }) => name).toSorted())
  if (hosts.length === 0) return { meant: undefined, problem: there }
  const problem =
    words.length === 0
      ? `no host is named: ${there}`
      : `${words.join(" ")} leaves no host`
  return { meant: undefined, problem }
}

/** The same word of the other kind, else a near one of its own kind. */
function meaning(
  word: string,
  [own, other]: readonly [readonly string[], readonly string[]],
): string | undefined {
  if (isGlob(word)) return undefined
  const twin = word.startsWith("@") ? word.slice(1) : `@${word}`
  return other.includes(twin) ? twin : nearest(word, own)
}

function theHosts(names: readonly string[]): string {
  if (names.length === 0) return "the fleet has no hosts"
  return names.length === 1
    ? `the only host is ${names[0]}`
    : `the hosts are ${list(names)}`
}

function theTags(tags: readonly string[]): string {
  if (tags.length === 0) return "no host has a tag"
  return tags.length === 1
    ? `the only tag is ${tags[0]}`
    : `the tags are ${list(tags)}`
}

function list(words: readonly string[]): string {
  const shown = words.slice(0, 8).join(", ")
  const more = words.length - 8
  return more > 0 ? `${shown} and ${more} more` : shown
}
