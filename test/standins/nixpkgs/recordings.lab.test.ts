import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { test } from "../../lab/test.ts"
import type { LabHost } from "../../lab/host.ts"
import { isMissing, libraries, type Library } from "./libraries.ts"
import {
  type ModuleCase,
  moduleCasePrelude,
  moduleCases,
} from "./module-cases.ts"
import { evaluateAll, type Evaluated, evaluator } from "./on-host.ts"

const fixture = join(
  import.meta.dirname,
  "../../fixtures/nixpkgs-lib/outcomes.json",
)

type Outcomes = Readonly<Record<string, Evaluated>>

/** To record: SDOPS_NIXPKGS names a real one, SDOPS_RECORD its revision. */
const revision = process.env["SDOPS_RECORD"]

for (const library of libraries) {
  test.skipIf(isMissing(library))(
    `the module system of ${library} does and says what was recorded`,
    async ({ host }) => {
      if (revision !== undefined && library === "SDOPS_NIXPKGS") {
        const cases = await outcomesOf(host, library, moduleCases)
        const text = JSON.stringify({ revision, cases }, undefined, 2)
        await writeFile(fixture, `${text}\n`)
      }
      const { cases } = JSON.parse(await readFile(fixture, "utf8")) as {
        readonly cases: Outcomes
      }
      // What gives a value is evaluated at once; each error ends a Nix.
      const [good, bad] = parted(([name]) => cases[name]?.ok === true)
      const found = {
        ...(await valuesOf(host, library, good)),
        ...(await outcomesOf(host, library, bad)),
      }
      expect(found).toEqual(cases)
    },
  )
}

function parted(isFirst: (one: ModuleCase) => boolean) {
  return [
    moduleCases.filter(isFirst),
    moduleCases.filter((one) => !isFirst(one)),
  ] as const
}

const inContext = (expression: string) =>
  `let ${moduleCasePrelude} in ${expression}`

async function valuesOf(
  host: LabHost,
  library: Library,
  cases: readonly ModuleCase[],
): Promise<Outcomes> {
  const evaluate = await evaluator(host, library)
  const list = cases.map(([, expression]) => `(${expression})`).join("\n")
  const all = await evaluate(inContext(`[ ${list} ]`))
  if (!all.ok) throw new Error(all.error)
  const values = all.value as readonly unknown[]
  return Object.fromEntries(
    cases.map(([name], at) => [name, { ok: true, value: values[at] }]),
  )
}

async function outcomesOf(
  host: LabHost,
  library: Library,
  cases: readonly ModuleCase[],
): Promise<Outcomes> {
  const expressions = cases.map(([, expression]) => inContext(expression))
  const outcomes = await evaluateAll(host, expressions, library)
  return Object.fromEntries(
    cases.flatMap(([name], at) => {
      const outcome = outcomes[at]
      return outcome === undefined ? [] : [[name, outcome]]
    }),
  )
}
