import fc from "fast-check"
import { expect, test } from "vitest"
import { parseRecord } from "../../src/host/record/deploy-record.ts"
import record from "../../src/host/record/record.sh"
import { FakeRoot, runIn, shells } from "./local-shell.ts"
import { recordLines } from "./record-text.ts"

/** A record with some of its text changed. */
const mutated = fc
  .record({
    cut: fc.oneof(fc.nat(400), fc.constant(999), fc.constant(999)),
    edits: fc.dictionary(
      fc.constantFrom(...Object.keys(recordLines)),
      fc.oneof(
        fc.constantFrom("", "0", "12", "gating", "switch", "d-newer", "1e3"),
        fc.constantFrom("-1", "9999999999999999", "gating switch", "a=b"),
        fc.string({ maxLength: 6 }).map((text) => text.replace(/[\n\0]/g, "")),
      ),
      { maxKeys: 1 },
    ),
    first: fc.constantFrom("", "=\n", "state=tested\n", "id=other\n", "x\n"),
    gone: fc.constantFrom("", "", "", "", ...Object.keys(recordLines)),
  })
  .map(({ cut, edits, first, gone }) => {
    const left = Object.entries({ ...recordLines, ...edits }).filter(
      ([key]) => key !== gone,
    )
    const text = left.map(([key, value]) => `${key}=${value}\n`).join("")
    return first + text.slice(0, cut)
  })

test.for(shells)("%s: host and control machine read alike", async (shell) => {
  await using root = await FakeRoot.make({})
  const texts = fc.sample(mutated, 200)
  for (const [index, text] of texts.entries()) {
    await root.put(`records/${index}/record`, text)
  }
  const text = `${record}
    for directory in "$root"/records/*/; do
      directory=\${directory%/}
      if record_whole; then echo "\${directory##*/} 1"; fi
    done`
  const variables = { id: "d-newer", root: root.path }
  const { stderr, stdout } = await runIn(shell, text, variables)
  expect(stderr).toBe("")
  const whole = new Set(stdout.split("\n").map((line) => line.split(" ")[0]))
  let read = 0
  for (const [index, each] of texts.entries()) {
    const parsed = parseRecord(each)
    const ours = parsed?.id === "d-newer"
    if (ours) read += 1
    expect([each, whole.has(String(index))]).toEqual([each, ours])
  }
  expect(read).toBeGreaterThan(5)
  expect(read).toBeLessThan(texts.length - 5)
})
