import { expect, test, vi } from "vitest"
import { confirmation } from "../../src/cli/confirmation.ts"

const question = { flag: "--yes", host: "lithium", text: "reboot" }
const { signal } = new AbortController()

function asking(answers: readonly boolean[]) {
  const left = [...answers]
  let open = 0
  const most = { open: 0 }
  const ask = vi.fn(async () => {
    open += 1
    most.open = Math.max(most.open, open)
    await Promise.resolve()
    open -= 1
    return left.shift() as never
  })
  return { ask, most, reader: { ask } }
}

test("--yes answers without asking", async () => {
  const { ask, reader } = asking([])
  const stop = () => {}
  await confirmation({ person: true, reader, signal, stop, yes: true })(
    question,
  )
  expect(ask).not.toHaveBeenCalled()
})

test("where nobody is, it is refused, naming the flag", async () => {
  const { ask, reader } = asking([true])
  const stop = () => {}
  const confirm = confirmation({
    person: false,
    reader,
    signal,
    stop,
    yes: false,
  })
  await expect(confirm(question)).rejects.toMatchObject({
    code: "SDOPS_NEEDS_YES",
    help: [expect.stringMatching(/^sdops .*--yes$/)],
    host: "lithium",
  })
  expect(ask).not.toHaveBeenCalled()
})

test("several hosts ask one after the other, and no is a refusal", async () => {
  const { most, reader } = asking([true, false, true])
  const stop = () => {}
  const confirm = confirmation({
    person: true,
    reader,
    signal,
    stop,
    yes: false,
  })
  const all = await Promise.allSettled([1, 2, 3].map(() => confirm(question)))
  expect(all.map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
  ])
  expect(most.open).toBe(1)
})
