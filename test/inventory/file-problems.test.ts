import fc from "fast-check"
import { expect, test } from "vitest"
import { leastHost, problemsOf } from "./make-fleet.ts"

/** What the one host of a fleet gets told. */
async function told(text: string | Uint8Array) {
  return problemsOf({ "hosts/x.yaml": text })
}

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
tags: [*c,*c,*c,*c,*c,*c,*c,*c,*c]
`

const cases: readonly [string, string | Uint8Array, readonly string[]][] = [
  ["an empty file", "", ["1:1 expected a map; found nothing"]],
  ["a list", "- a\n", ["1:1 expected a map; found a list"]],
  [
    "not YAML",
    "a: [\n",
    ["2:1 not YAML: a [ or { isn't closed, or its lines aren't indented"],
  ],
  [
    "two documents",
    `${leastHost}---\n${leastHost}`,
    [
      "3:1 not YAML: a second --- begins another document; use one " +
        "file each",
    ],
  ],
  [
    "bytes that are no text",
    new Uint8Array([0x61, 0xff]),
    ["1:1 expected UTF-8 text"],
  ],
  [
    "10 MB",
    "x".repeat(10_000_000),
    ["1:1 expected at most 1 MB; found 10.0 MB"],
  ],
  [
    "aliases that explode",
    bomb,
    ["1:1 not usable as YAML: its aliases expand into far too much"],
  ],
  [
    "an alias of nothing",
    "tags: *nope\n",
    ["1:1 not usable as YAML: *nope: no anchor &nope stands before it"],
  ],
  [
    "NUL as a byte",
    "address: a\0b\ngpu: {vendor: none}\n",
    ["1:10 address: text can't hold NUL"],
  ],
  [
    "NUL as an escape",
    `${leastHost}user: "a\\0b"\n`,
    ["3:7 user: text can't hold NUL"],
  ],
  [
    "half a surrogate pair",
    `${leastHost}user: "\\uD800"\n`,
    ["3:7 user: text can't hold half a surrogate pair"],
  ],
  [
    "a duplicate key",
    `${leastHost}gpu: {vendor: none}\n`,
    ["3:1 gpu: duplicate key"],
  ],
  [
    "a key that is a map",
    `${leastHost}{a: 1}: 2\n`,
    ["3:1 not YAML: a key must be text, not a list or a map"],
  ],
  [
    "a prototype",
    `${leastHost}__proto__: {user: root}\n`,
    ["3:1 __proto__: this key is not allowed"],
  ],
  [
    "a merge key, which YAML 1.2 has not",
    `${leastHost}<<: {user: ops}\n`,
    [
      "3:1 <<: merge keys aren't supported; write the keys out, or put " +
        "shared keys under defaults in hosts/fleet.yaml",
    ],
  ],
  [
    "a misspelt key",
    `${leastHost}servces: {}\n`,
    ["3:1 servces: unknown key; did you mean services?"],
  ],
  [
    "a misspelt key further in",
    `${leastHost}services:\n  comfyui:\n    open-firwall: true\n`,
    [
      "5:5 services.comfyui.open-firwall: unknown key; " +
        "did you mean open-firewall?",
    ],
  ],
  [
    "what is missing",
    "user: ops\n",
    [
      "1:1 address: missing; expected a host name or an IP address",
      "1:1 gpu.vendor: missing; expected amd, none or nvidia",
    ],
  ],
]
test.each(cases)("a host's file: %s", async (_name, text, expected) => {
  const lines = expected.map((line) => `hosts/x.yaml:${line}`)
  expect(await told(text)).toEqual(lines)
})
test.each(["\\uFFFE", "\\uFFFF", "\\uFDD0", "\\uFDEF", "\\U0010FFFE"])(
  "a service's text can't hold %s, which systemd refuses",
  async (escape) => {
    const found = await told(
      `${leastHost}services: {comfyui: {extra-options: ["a${escape}"]}}\n`,
    )
    const name = escape.slice(2).replace(/^00/u, "")
    expect(found).toEqual([
      "hosts/x.yaml:3:38 services.comfyui.extra-options.0: " +
        `a unit can't hold U+${name}`,
    ])
  },
)
test("elsewhere they are text like any other", async () => {
  const text = `address: x\ngpu: {vendor: none, model: "a\\uFFFE"}\n`
  expect(await told(text)).toEqual([])
})
test("nesting past the stack", async () => {
  const [first] = await told("[".repeat(100_000))
  expect(first).toContain("nested too deeply")
})

test.each([
  ["a tab", "gpu:\n\tvendor: none\n", "a tab indents"],
  ["a colon in a value", "user: a: b\n", "put a value with a colon in quotes"],
  ["an open quote", 'user: "ops\n', "closing quote"],
  ["a backslash", 'user: "C:\\windows"\n', "single quotes need none"],
  ["a percent", "user: %x\n", "put it in quotes"],
  ["a tag", "user: !vault x\n", "tags such as"],
  ["an at", "user: @ops\n", "put it in quotes"],
  ["two anchors", "user: &a &b ops\n", "two anchors"],
  ["bad indentation", "gpu:\n    vendor: none\n  model: x\n", "indentation"],
])("what people write is told in their words: %s", async (_, text, said) => {
  expect((await told(text)).join("\n")).toContain(said)
})

test("no problem of a file has the words of the library", async () => {
  const piece = fc.constantFrom(
    "---",
    "...",
    "a: ",
    "- ",
    "<<: *a",
    "&a",
    "*b",
    "!x",
    "\t",
    "\n",
    "  ",
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    "%YAML 3",
    "|",
    ">",
    "? ",
    ": ",
    "#",
    "\\q",
    "key",
    ",",
    "\u0000",
    "*a",
    "`",
    "@",
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 14 }), async (pieces) => {
      const problems = (await told(pieces.join(""))).join("\n")
      expect(problems).not.toMatch(
        /YAML\.|parse[A-Z]|stringKeys|[Ii]mplicit|Source|Unresolved|Excessive/,
      )
      expect(problems).not.toMatch(/Flow|Nested|Plain|Block|Map keys|Alias/)
    }),
    { numRuns: 300 },
  )
})
