import type { Sources } from "../../deploy/build/sources.ts"

/**
 * Where things came from in a few lines, such as "built 17 here, 1 on neon:
 * torch-2.9.1" and "fetched 41 from cache.example.org".
 */
export function sourcesText({
  built,
  copied = [],
  fetched,
}: Sources): readonly string[] {
  const machines = grouped(built, ({ on }) => on)
  const caches = grouped(fetched, ({ from }) => from)
  return [
    ...machines.map(([on, all], at) => {
      const place = on === "host" ? "here" : `on ${on}`
      const slow = all.filter(({ heavy }) => heavy).map(({ name }) => name)
      const names = slow.length === 0 ? "" : `: ${slow.join(", ")}`
      return `${label("built", at)}${all.length} ${place}${names}`
    }),
    ...caches.map(([from, all], at) => {
      const cache = URL.parse(from)?.host || from
      return `${label("fetched", at)}${all.length} from ${cache}`
    }),
    ...copied.map(
      ({ from, paths }, at) => `${label("copied", at)}${paths} from ${from}`,
    ),
  ]
}

function label(word: string, at: number): string {
  return (at === 0 ? word : "").padEnd(9)
}

function grouped<Item>(
  items: readonly Item[],
  by: (item: Item) => string,
): readonly (readonly [string, readonly Item[]])[] {
  const groups = Map.groupBy(items, by)
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1))
}
