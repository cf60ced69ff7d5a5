import { expect, test } from "vitest"
import { inventoryJsonSchemas } from "../../src/inventory/json-schema.ts"

test("editors get a strict schema of both kinds of files", () => {
  const { fleet, host } = inventoryJsonSchemas()
  expect(host).toMatchObject({
    additionalProperties: false,
    properties: {
      gpu: { properties: { vendor: { enum: ["amd", "none", "nvidia"] } } },
      "host-key": { type: "string" },
    },
    type: "object",
  })
  expect(Object.keys(fleet.properties ?? {})).toEqual([
    "builders",
    "caches",
    "defaults",
    "inputs",
    "model-sites",
    "policy",
  ])
  expect(fleet.required).toBeUndefined()
})
