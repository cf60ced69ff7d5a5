import { expect, test } from "vitest"
import { fail } from "../../src/errors/fail.ts"
import { askApp } from "../../src/doctor/app-answer.ts"

const stats = undefined
const late = new DOMException("late", "TimeoutError")
const wrapped = fail(
  "appNotReady",
  { app: "web", host: "lithium", seconds: 0, url: "http://127.0.0.1:1" },
  { cause: late },
)
const refused = new Error("refused")
const url = "http://127.0.0.1:8188"
const silent = (said: string) => ({ how: "silent", said, url })

/** What is heard of an app that gives these answers, in turn. */
async function heard(
  answers: readonly (Error | "well")[],
  cpu: readonly (number | undefined)[] = [],
) {
  const [said, used] = [[...answers], [...cpu]]
  const answer = await askApp({
    cpu: async () => used.shift(),
    look: async () => {
      const next = said.shift()
      if (next instanceof Error) throw next
      return stats
    },
    url,
  })
  return { answer, unasked: said.length }
}

test.for([
  ["one that answers", ["well", refused], [], { how: "answered", stats }, 1],
  ["one that refuses", [refused, "well"], [], silent("refused"), 1],
  [
    "one that is late once",
    [late, "well"],
    [5, 5],
    { how: "answered", stats },
    0,
  ],
  [
    "one that is late, then refuses",
    [late, refused],
    [5],
    silent("refused"),
    0,
  ],
  ["one that is late and works", [late, late], [5, 6], { how: "late" }, 0],
  ["one that stands still", [late, late], [5, 5], silent("late"), 0],
  ["one whose work nobody counts", [late, late], [], silent("late"), 0],
  [
    "one that is waited for, late",
    [wrapped, wrapped],
    [5, 6],
    { how: "late" },
    0,
  ],
] as const)("%s", async ([, answers, cpu, answer, unasked]) => {
  expect(await heard(answers, cpu)).toEqual({ answer, unasked })
})
