import fc from "fast-check"
import { expect, test } from "vitest"
import * as yaml from "yaml"
import { applyEdit } from "../../../src/inventory/edit/apply-edit.ts"
import type { Edit } from "../../../src/inventory/edit/edit.ts"
import { editYaml } from "../../../src/inventory/edit/edit-yaml.ts"

const text = `# What all hosts share.
inputs:
  nixpkgs:   'github:NixOS/nixpkgs/nixos-26.05' # pinned by hand

caches:
  # NVIDIA's libraries
  - key: "a:k"   # from their page
    url: https://a.example
# The policy.
policy:
  tolerated-units: [] # may fail
  reboot: ask   # ask | never
`

const cache = { key: "b:k", url: "https://b.example" }

const edit = (from: string, ...edits: Edit[]) => editYaml(from, edits, yaml)

test("a list gets its new item behind the last, and nothing moves", () => {
  expect(edit(text, { do: "add", path: ["caches"], value: cache })).toBe(
    text.replace(
      "a.example\n",
      "a.example\n  - key: b:k\n    url: https://b.example\n",
    ),
  )
})

test("a list that isn't there is made at the end", () => {
  expect(edit("a: 1 # one", { do: "add", path: ["b"], value: 2 })).toBe(
    "a: 1 # one\nb:\n  - 2",
  )
})

test("an empty list becomes lines, and keeps its comment", () => {
  const path = ["policy", "tolerated-units"]
  expect(edit(text, { do: "add", path, value: "x.service" })).toBe(
    text.replace(
      "tolerated-units: [] # may fail",
      "tolerated-units: # may fail\n    - x.service",
    ),
  )
})

test("a list between brackets stays between brackets", () => {
  expect(edit("a: [1, 2] # two\n", { do: "add", path: ["a"], value: 3 })).toBe(
    "a: [1, 2, 3] # two\n",
  )
})

test("a value is replaced where it stands", () => {
  const path = ["policy", "reboot"]
  expect(edit(text, { do: "set", path, value: "never" })).toBe(
    text.replace("reboot: ask ", "reboot: never "),
  )
})

test("a table that isn't there is made with its key", () => {
  const path = ["builders", "neon"]
  expect(edit(text, { do: "set", path, value: { address: "neon.lan" } })).toBe(
    `${text}builders:\n  neon:\n    address: neon.lan\n`,
  )
})

test("the last of a list takes the list with it, others' comments stay", () => {
  expect(edit(text, { do: "remove", path: ["caches", 0] })).toBe(
    text.replace(/caches:[^]*a\.example\n/, ""),
  )
})

test("a file of comments alone gets its first key", () => {
  const set = { do: "set", path: ["a"], value: 1 } as const
  expect(edit("# mine\n", set)).toBe("# mine\na: 1\n")
  expect(edit("", set)).toBe("a: 1\n")
  expect(edit("# mine\n{} # none\n", set)).toBe("# mine\na: 1 # none\n")
})

test("lines end as they did", () => {
  const path = ["b"]
  expect(edit("a:\r\n  - 1\r\nb: 2\r\n", { do: "set", path, value: [3] })).toBe(
    "a:\r\n  - 1\r\nb:\r\n  - 3\r\n",
  )
})

test("a list that is somebody else's by an alias isn't touched", () => {
  const shared = "a: &all\n  - 1\nb: *all\n"
  expect(edit(shared, { do: "add", path: ["b"], value: 2 })).not.toBe(
    "a: &all\n  - 1\n  - 2\nb: *all\n",
  )
})

const word = fc.constantFrom("a", "b", "c d", "- e", "f: g", "#h", "null", "1")
const value = fc.oneof(
  word,
  fc.array(word, { maxLength: 3, minLength: 1 }),
  fc.dictionary(word, word, { maxKeys: 3, minKeys: 1, noNullPrototype: true }),
)
const table = fc.dictionary(word, value, {
  maxKeys: 4,
  minKeys: 1,
  noNullPrototype: true,
})

test("any edit of any layout says what it should, and keeps comments", () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom("block", "flow", "any"),
      word,
      value,
      (before, style, key, after) => {
        const document = new yaml.Document(before)
        if (style !== "any") {
          yaml.visit(document, {
            Collection: (_, node) => {
              node.flow = style === "flow"
            },
          })
        }
        const lines = `# first\n${document.toString()}# last\n`
        for (const change of [
          { do: "set", path: [key], value: after },
          { do: "remove", path: [Object.keys(before)[0] ?? ""] },
        ] as const) {
          const edited = edit(lines, change)
          expect(edited).toBeDefined()
          expect(yaml.parse(edited ?? "")).toEqual(applyEdit(before, change))
          expect(edited).toMatch(/^# first\n/)
          expect(edited).toMatch(/# last\n/)
        }
      },
    ),
  )
})
