import { expect, test } from "vitest"
import { loosenLock } from "../../../src/flake/lock/loosen-lock.ts"

const lock = JSON.stringify({
  nodes: {
    a: { locked: { rev: "1" } },
    b: { inputs: { a: ["a"] }, locked: { rev: "2" } },
    root: { inputs: { a: "a", b: "b" } },
  },
  root: "root",
  version: 7,
})

test("inputs are taken off the root, and everything else is kept", () => {
  const expected = JSON.parse(lock)
  delete expected.nodes.root.inputs.a
  expect(JSON.parse(loosenLock(lock, ["a", "new"]))).toEqual(expected)
  expect(JSON.parse(loosenLock(lock, []))).toEqual(JSON.parse(lock))
})

test.each(["", "null", '{"version":4}'])("%j is no lock", (text) => {
  expect(() => loosenLock(text, ["a"])).toThrow(/is not a lock/)
})
