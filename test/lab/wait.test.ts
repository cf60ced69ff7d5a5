import { expect, test } from "vitest"
import { waitFor } from "./wait.ts"

test("a wait answers what its condition found", async () => {
  let looks = 0
  const third = () => (++looks === 3 ? `look ${looks}` : undefined)
  const options = { deadline: 5, every: 0.001, what: "three looks" }
  expect(await waitFor(third, options)).toBe("look 3")
})

test("a wait in vain names what it waited for", async () => {
  const options = { deadline: 0.01, every: 0.001, what: "the impossible" }
  await expect(waitFor(() => false, options)).rejects.toThrow(
    "waited 0.01 s for the impossible, in vain",
  )
})
