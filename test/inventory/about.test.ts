import fc from "fast-check"
import { expect, test } from "vitest"
import { loadFleet } from "../../src/inventory/load.ts"
import type { Host } from "../../src/inventory/host.ts"
import { namesAbout, selectHosts } from "../../src/inventory/select/select.ts"
import { makeFleet, problemsOf } from "./make-fleet.ts"

const name = fc.constantFrom("a1", "a2", "b1", "fleet2", "lithium")
const tag = fc.constantFrom("c", "d")
const host = fc.record({ name, tags: fc.array(tag) })
const positive = fc.oneof(
  name,
  tag.map((word) => `@${word}`),
  fc.constantFrom("all", "a*", "?1", "[ab]1", "@*", "moose", "m*"),
)
const word = fc.oneof(
  positive,
  positive.map((it) => `!${it}`),
)

test("the hosts that selectors are about give the same selection", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(host, { selector: (it) => it.name }),
      fc.array(word),
      (hosts, words) => {
        const names = hosts.map((it) => it.name)
        const about = namesAbout(words, names)
        const some = hosts.filter((it) => about?.has(it.name) ?? true)
        expect(selected(some, words)).toEqual(selected(hosts, words))
      },
    ),
  )
})

test("a file that nobody has asked for isn't parsed", async () => {
  const whole = "address: x\ngpu: { vendor: none }\n"
  const broken = ["one", "two", "three"].map((it) => [
    `hosts/${it}.yaml`,
    "address: [\n",
  ])
  const root = await makeFleet({
    ...Object.fromEntries(broken),
    "hosts/lithium.yaml": whole,
  })
  const load = (...about: string[]) =>
    loadFleet({ about, from: root }, { environment: {} })
  for (const named of ["lithium", "lith*", "lithium,!lithium"]) {
    expect([...(await load(named)).hosts.keys()]).toEqual(["lithium"])
  }
  await expect(load("lithium", "two")).rejects.toMatchObject({
    because: [expect.stringContaining("hosts/two.yaml")],
  })
  for (const all of [[], ["all"], ["!lithium"], ["@x"], ["moose"]]) {
    await expect(load(...all)).rejects.toMatchObject({
      because: { length: 3 },
    })
  }
})

test("who sees all hosts is told which share an address", async () => {
  const text = "address: x\ngpu: { vendor: none }\n"
  const problems = await problemsOf({
    "hosts/a.yaml": text,
    "hosts/b.yaml": text,
  })
  expect(problems.join()).toContain("the same as that of a")
})

/** Names, or what is said of a selector that names none. */
function selected(
  hosts: readonly { readonly name: string; readonly tags: readonly string[] }[],
  words: readonly string[],
) {
  const pairs = hosts.map((it) => [it.name, it as unknown as Host] as const)
  try {
    return selectHosts({ hosts: new Map(pairs) }, words).map((it) => it.name)
  } catch (error) {
    return (error as Error).message
  }
}
