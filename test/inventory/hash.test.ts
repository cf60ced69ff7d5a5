import fc from "fast-check"
import { expect, test } from "vitest"
import { normaliseHash } from "../../src/inventory/hash.ts"

// `nix hash convert` 2.26.3 gave these four of one hash.
const sri = "sha256-Z6sv2OxDmomz/tsVzGX1QzavFjx+teTyrMmPCQopsLM="
const notations = [
  sri,
  "1cxh5450k3y9mkrf9dby7hbaydj3ymjwq5fvzsrqk6j3xkc2zav7",
  "67ab2fd8ec439a89b3fedb15cc65f54336af163c7eb5e4f2acc98f090a29b0b3",
  "Z6sv2OxDmomz/tsVzGX1QzavFjx+teTyrMmPCQopsLM=",
]

test.each(notations)("%s becomes SRI", (notation) => {
  expect(normaliseHash(notation)).toBe(sri)
})

test.each(notations.slice(1))("sha256:%s becomes SRI", (notation) => {
  expect(normaliseHash(`sha256:${notation}`)).toBe(sri)
})

test("sha512 is taken as SRI only", () => {
  const sha512 = `sha512-${Buffer.alloc(64, 1).toString("base64")}`
  expect(normaliseHash(sha512)).toBe(sha512)
  expect(normaliseHash("0".repeat(128))).toBeUndefined()
})

test.each([
  ["empty", ""],
  ["too short", "0".repeat(51)],
  ["a digit that nix32 has not", "e".repeat(52)],
  ["more than 256 bits", `z${"0".repeat(51)}`],
  ["bits after the end", `${"A".repeat(42)}B=`],
  ["the fake hash of lib", "lib.fakeHash"],
])("%s is no hash", (_name, written) => {
  expect(normaliseHash(written)).toBeUndefined()
})

test("hex and base64 of the same bytes agree", () => {
  const bytes = fc.uint8Array({ maxLength: 32, minLength: 32 })
  fc.assert(
    fc.property(bytes, (sum) => {
      const buffer = Buffer.from(sum)
      expect(normaliseHash(buffer.toString("hex"))).toBe(
        normaliseHash(buffer.toString("base64")),
      )
    }),
  )
})
