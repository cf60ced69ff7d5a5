import fc from "fast-check"
import { expect, test } from "vitest"
import {
  type AnswerReader,
  answerReader,
  markOf,
} from "../../src/remote/server/mark.ts"
import { requestLine } from "../../src/remote/server/request.ts"

const id = "5d8b0b52-5b2f-4a3e-9d4e-0f4b1c2d3e4f"
const options = { deadline: 1, during: "a test", script: "true\n" }
const noise = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  // Marks of somebody else, cut ones, and what a shell that echoes sends.
  fc
    .constantFrom(
      `sdops-begin-${crypto.randomUUID()} 0\n`,
      `sdops-end-${id}`,
      "sdops-begin-",
      requestLine(id, options),
    )
    .map((text) => Buffer.from(text)),
)

/** Reads bytes in pieces, however they were cut. */
function readerOf(
  bytes: Buffer,
  cuts: readonly number[],
  more: Partial<Parameters<typeof answerReader>[1]> = {},
): AnswerReader {
  const flood = () => expect.unreachable()
  const most = 2 ** 20
  const reader = answerReader(markOf(id), { most, onFlood: flood, ...more })
  const at = cuts.map((cut) => cut % (bytes.length + 1))
  const ends = [...at, bytes.length].toSorted((a, b) => a - b)
  let from = 0
  for (const end of ends) {
    reader.write(bytes.subarray(from, end))
    from = end
  }
  return reader
}

const cuts = fc.array(fc.nat(5000))
const answer = (before: Buffer, own: Buffer, behind: Buffer) =>
  Buffer.concat([
    before,
    Buffer.from(`sdops-begin-${id} 0\n`),
    own,
    Buffer.from(`sdops-end-${id}\0${3}\0`),
    behind,
  ])

test("what is said before and after the marks is dropped", () => {
  const property = fc.property(
    noise,
    noise,
    noise,
    cuts,
    (before, own, behind, cuts) => {
      const bytes: Buffer[] = []
      const onBytes = (some: Buffer) => bytes.push(Buffer.from(some))
      const whole = answer(before, own, behind)
      const reader = readerOf(whole, cuts, { onBytes })
      expect(reader.head()).toBe("0")
      expect(reader.foot()).toBe("3")
      expect(reader.text()).toBe(own.toString())
      expect(Buffer.concat(bytes).equals(own)).toBe(true)
    },
  )
  fc.assert(property)
})

test("without the mark nothing has begun, whatever is said", () => {
  const property = fc.property(noise, noise, cuts, (one, other, cuts) => {
    const reader = readerOf(Buffer.concat([one, other]), cuts)
    expect(reader.head()).toBeUndefined()
    expect(reader.foot()).toBeUndefined()
  })
  fc.assert(property)
})

test("a script that ended half-way has said what it said", () => {
  const half = Buffer.from(`Hi sdops-begin-${id} 1000\nhalf`)
  const reader = readerOf(half, [7])
  expect(reader.head()).toBe("1000")
  expect(reader.foot()).toBeUndefined()
  expect(reader.text()).toBe("half")
})

test("a line is told as soon as it's there, the last at the end", () => {
  const told: string[] = []
  const onLine = (line: string) => told.push(line)
  const most = 1000
  const reader = answerReader(markOf(id), { most, onFlood: () => {}, onLine })
  reader.write(Buffer.from(`Hi\nsdops-begin-${id}\none\nsdops`))
  expect(told).toEqual(["one"])
  reader.write(Buffer.from(`-end-\nthree`))
  expect(told).toEqual(["one", "sdops-end-"])
  reader.write(Buffer.from(`sdops-end-${id}\0${0}\0Bye\n`))
  reader.text()
  expect(told).toEqual(["one", "sdops-end-", "three"])
})
