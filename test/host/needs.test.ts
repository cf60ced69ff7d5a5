import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { hostParts } from "../../build/host-parts.ts"
import { inOrder } from "../../build/needs.ts"

const parts = await hostParts()

type Names = {
  /** Functions that it defines. */
  readonly functions: ReadonlySet<string>
  /** Those that it defines and variables that it sets outside of them. */
  readonly gives: ReadonlySet<string>
  /** Words where a command stands. */
  readonly calls: ReadonlySet<string>
  /** All words, and variables that are read. */
  readonly words: ReadonlySet<string>
}

/** What a command comes behind, at the end of it; others run what follows. */
const before = [
  String.raw`^\s*`,
  String.raw`[({;&|!] +`,
  String.raw`\(`,
  String.raw`\b(?:then|do|else|if|elif|while|until|beating|exclusively) +`,
]
const command = new RegExp(
  `(?:${before.join("|")})([a-z_]+)(?![\\w=(\\[./-])`,
  "gmu",
)

/** A script's names; not in comments, nor in the patterns of a `case`. */
function namesIn(text: string): Names {
  const code = text.replaceAll(/^ *#.*$|^[^()\n]*[^() \n]\)/gmu, "")
  const all = (pattern: RegExp) =>
    [...code.matchAll(pattern)].map(([, name = ""]) => name)
  const functions = new Set(all(/^([a-z_]+)\(\)/gmu))
  const top = code.split("\n").filter((line) => /^[a-z_]+=/u.test(line))
  const set = top.flatMap((line) =>
    [...line.matchAll(/(?:^| )([a-z_]+)=/gu)].map(
      ([, name = ""]) => `$${name}`,
    ),
  )
  const read = all(/\$\{?([a-z_]+)/gu).map((name) => `$${name}`)
  return {
    calls: new Set(all(command)),
    functions,
    gives: new Set([...functions, ...set]),
    words: new Set([...all(/([a-z_]+)/gu), ...read]),
  }
}

const named = new Map(
  [...parts].map(([name, { file }]) => {
    return [name, namesIn(readFileSync(file, "utf8"))] as const
  }),
)

/** Who defines a function; a script that has a `main` is nobody's part. */
const definers = Map.groupBy(
  [...named].flatMap(([name, { functions }]) =>
    functions.has("main") ? [] : [...functions].map((fn) => ({ fn, name })),
  ),
  ({ fn }) => fn,
)

const rows = [...parts.values()].map((part) => [part.name, part] as const)

test.for(rows)("%s needs each part whose functions it calls", ([, part]) => {
  const has = new Set(
    inOrder(part, (one) => parts.get(one)).map(({ name }) => name),
  )
  const mine = named.get(part.name)
  const lacks = [...(mine?.calls ?? [])].filter((word) => {
    const by = definers.get(word)
    if (by === undefined) return false
    return !by.some(({ name }) => has.has(name))
  })
  expect(lacks).toEqual([])
})

test.for(rows)("%s uses each part that it needs", ([, part]) => {
  const mine = named.get(part.name)
  const idle = (part.needs ?? []).filter((need) => {
    const gives = [...(named.get(need)?.gives ?? [])]
    return !gives.some((name) => mine?.words.has(name))
  })
  // It is called by record.sh, whose own it takes the place of.
  expect(idle.filter((need) => need !== "order-record")).toEqual([])
})

test("each part is of a script that sdops sends", () => {
  const scripts = [...parts.values()].filter(({ name }) =>
    named.get(name)?.functions.has("main"),
  )
  const sent = new Set(
    scripts.flatMap((script) => inOrder(script, (one) => parts.get(one))),
  )
  const idle = [...parts.values()].filter((part) => !sent.has(part))
  // It stands alone: it is written to the host, and run in a unit of its own.
  expect(idle.map(({ name }) => name)).toEqual(["run-switch"])
})
