import fc from "fast-check"
import { expect, test } from "vitest"
import { readRequirements } from "../../src/nodes/requirements.ts"

const read = (text: string, more: Readonly<Record<string, string>> = {}) =>
  readRequirements(
    new Map(Object.entries({ "requirements.txt": text, ...more })),
  )

test("comments, blanks, continuations and hashes are no requirements", () => {
  const text =
    "\uFEFF# nodes\r\n\r\nGGUF >= 0.9  # files\r\nopencv_python" +
    " \\\n  ==4.9 --hash=sha256:ab\n"
  expect(read(text)).toEqual({
    ignored: [],
    requirements: [
      { name: "gguf", text: "GGUF >= 0.9" },
      { name: "opencv-python", text: "opencv_python ==4.9" },
    ],
    unfit: [],
  })
})

test("a requirement keeps extras and marker, and a # in an address", () => {
  const lines = [
    'onnxruntime[gpu]~=1.20 ; python_version < "3.13"',
    "thing @ https://example.org/thing-1-py3-none-any.whl#sha256=ab",
  ]
  const { requirements } = read(lines.join("\n"))
  expect(requirements.map(({ text }) => text)).toEqual(lines)
})

test("files that are named are read too, each once", () => {
  const found = read("-r requirements/base.txt\na", {
    "requirements/base.txt": "b\n-r ../requirements.txt\n--requirement=c.txt",
    "requirements/c.txt": "c",
  })
  expect(found.requirements.map(({ name }) => name)).toEqual(["a", "b", "c"])
  expect(found.unfit).toEqual([])
})

test("what chooses an index is not heeded, and told", () => {
  const lines = ["--extra-index-url https://example.org", "--pre"]
  expect(read(lines.join("\n")).ignored).toEqual(lines)
})

test.for([
  ["-e .", "a repository has no wheel"],
  ["git+https://example.org/a.git", "a repository has no wheel"],
  ["a @ git+https://example.org/a.git@b", "a repository has no wheel"],
  ["./wheels/a.whl", "not a package from an index"],
  ["https://example.org/a.tar.gz", "not a package from an index"],
  ["-r missing.txt", "no such file"],
])("%s is unfit", ([line = "", because]) => {
  expect(read(line).unfit).toEqual([
    { because, file: "requirements.txt", line },
  ])
})

test("each line of any text is taken, told or left out for a reason", () => {
  const line = fc.stringMatching(/^[\w.<>=!~ @:/+\-[\]#;'"]{0,30}$/)
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const { ignored, requirements, unfit } = read(lines.join("\n"))
      for (const { name, text } of requirements) {
        expect(name).toMatch(/^[a-z0-9]/)
        expect(text).not.toMatch(/^-|[\n\r]/)
      }
      const most = lines.length
      expect(ignored.length + unfit.length).toBeLessThanOrEqual(most)
    }),
  )
})
