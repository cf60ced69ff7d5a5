import fc from "fast-check"
import { expect, expectTypeOf, test } from "vitest"
import { camelKeys, kebabKeys } from "../src/camel-keys.ts"

test("keys of hyphens and dots become camelCase, in their order", () => {
  const told = { "host-key": 1, "smi.exit": 2, "kernel-path.current": 3, up: 4 }
  const turned = camelKeys(told)
  expect(Object.entries(turned)).toEqual([
    ["hostKey", 1],
    ["smiExit", 2],
    ["kernelPathCurrent", 3],
    ["up", 4],
  ])
  expectTypeOf(turned).toEqualTypeOf<{
    hostKey: number
    smiExit: number
    kernelPathCurrent: number
    up: number
  }>()
})

test("what is within stays, and so do others' names", () => {
  const services = { "sdops-app": {} }
  expect(camelKeys({ MainPID: 1, services })).toEqual({ MainPID: 1, services })
})

test("what is optional stays so, there and back", () => {
  type Written = { readonly "host-key"?: string; readonly user: string }
  const written: Written = { user: "root" }
  const turned = camelKeys(written)
  expectTypeOf(turned.hostKey).toEqualTypeOf<string | undefined>()
  expectTypeOf(kebabKeys(turned)).toEqualTypeOf<Written>()
  expect(kebabKeys(turned)).toEqual(written)
})

const word = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/)
const letters = fc.stringMatching(/^[a-z]{1,4}$/)
const key = fc
  .tuple(word, fc.array(letters, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest].join("-"))

test("the way back gives the same keys in the same order", () => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.nat()), (written) => {
      const again = kebabKeys(camelKeys(written))
      expect(JSON.stringify(again)).toBe(JSON.stringify(written))
    }),
  )
})
