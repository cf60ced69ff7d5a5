import { glob } from "../../inventory/select/glob.ts"
import { judgeName } from "../../inventory/schema/host-name.ts"
import { hostFile } from "../../inventory/schema/host.ts"
import { nameFor } from "../name-for.ts"
import type { Findings, Found, Unfit } from "./found.ts"

/** A host that is to be added, under the name that it gets. */
export type Chosen = Found & { readonly name: string }

export type Choice = {
  readonly chosen: readonly Chosen[]
  readonly left: readonly Unfit[]
}

/** What the inventory has already. */
export type Present = {
  /** Host by address and port; port 0: not said. */
  readonly addresses: ReadonlyMap<string, string>
  /** Names of files and folders in `hosts/`. */
  readonly names: ReadonlySet<string>
}

/**
 * Which hosts of a source become hosts of the inventory, and why the others
 * don't. Input: what was found; names or globs of those that are wanted, none:
 * all. What is not wanted isn't told.
 */
export function choose(
  { found, unfit }: Findings,
  only: readonly string[],
  present: Present,
): Choice {
  const patterns = only.map(glob)
  const wanted = (one: { readonly named: string }): boolean =>
    patterns.length === 0 ||
    patterns.some((pattern) => pattern.test(one.named)) ||
    patterns.some((pattern) => pattern.test(nameOf(one.named) ?? ""))
  const chosen: Chosen[] = []
  const left: Unfit[] = unfit.filter(wanted)
  for (const one of found.filter(wanted)) {
    const name = nameOf(one.named)
    const why = whyNot(one, name, { chosen, present })
    if (why !== undefined) left.push({ named: one.named, why })
    else if (name !== undefined) chosen.push(fitting(one, name))
  }
  return { chosen, left }
}

/** In lower case, without a domain; undefined when that is no host's name. */
function nameOf(named: string): string | undefined {
  const lower = named.toLowerCase()
  return judgeName(lower) === undefined ? lower : nameFor(named, undefined)
}

function whyNot(
  one: Found,
  name: string | undefined,
  been: { readonly chosen: readonly Chosen[]; readonly present: Present },
): string | undefined {
  const { chosen, present } = been
  if (name === undefined) return "it can't be a host's name"
  if (present.names.has(name)) return `the inventory has ${name} already`
  const same = present.addresses.get(placeOf(one))
  if (same !== undefined) return `${same} has its address already`
  const twin = chosen.find(
    (other) => other.name === name || placeOf(other) === placeOf(one),
  )
  if (twin !== undefined) return `it is ${twin.named}, which is added`
  const { address, port, user } = one
  const judged = hostFile.safeParse({
    address,
    ...(port !== undefined && { port }),
    ...(user !== undefined && { user }),
  })
  if (judged.success) return undefined
  const [issue] = judged.error.issues
  return `${issue?.path.join(".")}: expected ${issue?.message}`
}

/** Without tags that the inventory doesn't take; they are told. */
function fitting(one: Found, name: string): Chosen {
  const isTag = (tag: string) => hostFile.safeParse({ tags: [tag] }).success
  const tags = [...new Set(one.tags.filter(isTag))]
  const others = one.tags.filter((tag) => !isTag(tag))
  if (others.length === 0) return { ...one, name, tags }
  const said = others.map((tag) => JSON.stringify(tag)).join(", ")
  const remarks = [
    ...one.remarks,
    `tags left out, which sdops can't take: ${said}`,
  ]
  return { ...one, name, remarks, tags }
}

/** Two hosts of one address and port are the same machine. */
export function placeOf({
  address,
  port = 0,
}: Pick<Found, "address" | "port">): string {
  return `${address.toLowerCase()} ${port === 22 ? 0 : port}`
}
