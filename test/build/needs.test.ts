import { expect, test } from "vitest"
import { inOrder, needsIn, type Part } from "../../build/needs.ts"

/** What one script is made of, of scripts by name with what they need. */
function made(
  name: string,
  needs: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const parts = new Map<string, Part>(
    Object.entries(needs).map(([one, said]) => {
      const text = said === undefined ? "" : `# needs: ${said}\n`
      return [one, { file: `${one}.sh`, name: one, needs: needsIn(text) }]
    }),
  )
  const part = parts.get(name)
  if (part === undefined) return []
  return inOrder(part, (one) => parts.get(one)).map((one) => one.name)
}

test("each part comes once, behind what it needs", () => {
  const needs = { a: "nothing", b: "a", c: "a", d: "c b", lonely: "a" }
  expect(made("d", needs)).toEqual(["a", "c", "b", "d"])
})

test("a long header has several lines", () => {
  expect(needsIn("#!\n# needs: a b\n# needs: c\n# shellcheck")).toEqual([
    "a",
    "b",
    "c",
  ])
})

test("a name that no script has is an error", () => {
  expect(() => made("b", { a: "nothing", b: "a lok" })).toThrow(
    "b.sh needs lok, which is no script",
  )
})

test("scripts that need each other are an error", () => {
  expect(() => made("a", { a: "b", b: "c", c: "b" })).toThrow(
    "scripts need each other: a → b → c → b",
  )
})

test("a script whose header doesn't say what it needs is an error", () => {
  expect(() => made("b", { a: undefined, b: "a" })).toThrow(
    'a.sh has no line "# needs: …"',
  )
})
