import fc from "fast-check"
import { expect, test } from "vitest"
import { answerIn, marked, newMark, ownLines } from "../../src/remote/mark.ts"

const ended = { exit: 0, signal: undefined }
const noise = fc.oneof(
  fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("latin1")),
  // Marks of somebody else, cut ones, and what a shell that echoes sends.
  fc.constantFrom(
    `${newMark().begin} 0\n`,
    "sdops-begin-",
    marked("true", newMark()),
  ),
)

test("what is said before and after the marks is dropped", () => {
  const property = fc.property(noise, noise, noise, (before, own, behind) => {
    const mark = newMark()
    const stdout = `${before}${mark.begin} 0\n${own}${mark.end}${behind}`
    const stderr = `${before}${mark.begin}\n${own}`
    expect(answerIn({ ...ended, stderr, stdout }, mark)).toEqual({
      began: true,
      completed: { ...ended, stderr: own, stdout: own },
      uid: 0,
    })
  })
  fc.assert(property)
})

test("without the mark the script never began, whatever is said", () => {
  const property = fc.property(noise, noise, (stdout, stderr) => {
    const mark = newMark()
    const echo = marked("true", mark)
    const said = { ...ended, stderr: echo + stderr, stdout: stdout + echo }
    expect(answerIn(said, mark)).toEqual({ began: false })
  })
  fc.assert(property)
})

test("a script that ended half-way has said what it said", () => {
  const mark = newMark()
  const stdout = `Hi ${mark.begin} 1000\nhalf`
  expect(answerIn({ ...ended, stderr: "", stdout }, mark)).toEqual({
    began: true,
    completed: { ...ended, stderr: "", stdout: "half" },
    uid: 1000,
  })
  const cut = { ...ended, stderr: "", stdout: `Hi ${mark.begin}` }
  expect(answerIn(cut, mark)).toMatchObject({
    completed: { stdout: "" },
    uid: undefined,
  })
})

test("lines are told from one mark to the other, on each stream", () => {
  const mark = newMark()
  const told: string[] = []
  const onLine = ownLines(mark, (line, stream) => told.push(stream + line))
  const tell = (stream: "stderr" | "stdout", ...lines: readonly string[]) => {
    for (const line of lines) onLine?.(line, stream)
  }
  tell("stdout", "Welcome", `$ ${mark.begin} 0`, "one")
  tell("stderr", "password:", `prompt ${mark.begin}`, "two")
  tell("stdout", `three${mark.end}`, "Bye")
  expect(told).toEqual(["stdoutone", "stderrtwo", "stdoutthree"])
})
