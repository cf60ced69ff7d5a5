import fc from "fast-check"
import { expect, test } from "vitest"
import { parseFacts } from "../../src/host/facts.ts"
import prelude from "../../src/host/prelude.sh"
import { runIn, shells } from "./local-shell.ts"

const text = fc
  .string({ unit: "grapheme" })
  .filter((value) => !value.includes("\0"))
const facts = fc.array(fc.tuple(text, text)).map((pairs) => new Map(pairs))

test("what was answered is what is read", () => {
  fc.assert(
    fc.property(facts, (map) => {
      const answer = [...map].flat().map((part) => `${part}\0`)
      expect(parseFacts(answer.join(""))).toEqual(map)
    }),
  )
})

test("an answer that was cut short is none", () => {
  expect(parseFacts("boot-id\u0000496c")).toBeUndefined()
  expect(parseFacts("boot-id\0")).toBeUndefined()
})

test.for(shells)("%s answers with any value", async (shell) => {
  const value = "a\n'b' \\n $(c) %s\n"
  const script = `${prelude}\nfact key "$value"\nfact empty ''\n`
  const { stdout } = await runIn(shell, script, { value })
  expect(parseFacts(stdout)).toEqual(
    new Map([
      ["key", value],
      ["empty", ""],
    ]),
  )
})
