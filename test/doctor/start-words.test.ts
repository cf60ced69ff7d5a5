import fc from "fast-check"
import { expect, test } from "vitest"
import { startWords } from "../../src/doctor/start-words.ts"

test.each([
  ["/bin/comfyui --port 8188", ["/bin/comfyui", "--port", "8188"]],
  ['"/bin/a b" "--x=\\"1\\""', ["/bin/a b", '--x="1"']],
  ["/bin/x 'a b' c", ["/bin/x", "a b", "c"]],
  ["/bin/x 100%% $$HOME", ["/bin/x", "100%", "$HOME"]],
])("%s", (line, words) => {
  expect(startWords(line)).toEqual(words)
})

test.each(["/bin/x %i", "/bin/x $HOME", "/bin/x ${HOME}", "/bin/x %%%n"])(
  "%s is decided elsewhere",
  (line) => {
    expect(startWords(line)).toBeUndefined()
  },
)

test("what nixpkgs quotes comes back (escapeSystemdExecArgs)", () => {
  const text = fc.string({ unit: "grapheme-ascii" })
  fc.assert(
    fc.property(fc.array(text), (words) => {
      const line = words
        .map((word) => JSON.stringify(word))
        .join(" ")
        .replaceAll("%", "%%")
        .replaceAll("$", "$$$$")
      expect(startWords(line)).toEqual(words)
    }),
  )
})
