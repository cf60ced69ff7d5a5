import { describe, expect, test } from "vitest"
import { nodeRequirements } from "../../src/nodes/node-requirements.ts"

const text = "tinytool>=1.2\r\nbrush-engine\r\n"

const big = Buffer.from(text, "utf16le").swap16()
const wide = Buffer.alloc(text.length * 4)
for (const [at, one] of [...text].entries())
  wide.writeUInt32LE(one.codePointAt(0) ?? 0, at * 4)

const mark = (...bytes: readonly number[]) => Buffer.from(bytes)

function required(bytes: Uint8Array) {
  const node = { name: "painter" } as never
  const files = new Map([["requirements.txt", bytes]])
  const gathered = () => ({
    files,
    project: undefined,
    projectError: undefined,
  })
  const [found] = nodeRequirements("lithium", { nodes: [node] }, gathered)
  return found?.requirements.map(({ name }) => name)
}

describe("requirements.txt is read whichever way it was saved", () => {
  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`)],
    [
      "UTF-16 LE",
      Buffer.concat([mark(255, 254), Buffer.from(text, "utf16le")]),
    ],
    ["UTF-16 BE", Buffer.concat([mark(254, 255), big])],
    ["UTF-32 LE", Buffer.concat([mark(255, 254, 0, 0), wide])],
    ["Latin-1", Buffer.from(`# f\u00fcr das Bild\r\n${text}`, "latin1")],
  ])("%s", (_, bytes) => {
    expect(required(bytes)).toEqual(["brush-engine", "tinytool"])
  })
})

test.each([
  ["\u200Bbrush-engine", "<U+200B>brush-engine"],
  ["brush\u00ADengine", "brush<U+00AD>engine"],
  ["\u202Ebrush-engine", "<U+202E>brush-engine"],
])("a character that nobody sees is named: %j", (line, shown) => {
  const because = [
    `painter: requirements.txt says ${shown}; not a package from an index`,
  ]
  expect(() => required(Buffer.from(`${line}\n`))).toThrow(
    expect.objectContaining({ because }),
  )
})
