import { resolve } from "node:path"
import { expect, test } from "vitest"
import { incompleteness } from "../../src/inventory/incompleteness.ts"
import { loadFleet } from "../../src/inventory/load.ts"

test("the example fleet loads, and lacks but a key of one's own", async () => {
  const fleet = await loadFleet(
    { fleet: resolve(import.meta.dirname, "../.."), from: "/" },
    { environment: {} },
  )
  const lithium = fleet.hosts.get("lithium")
  expect(fleet.warnings).toEqual([])
  expect(lithium?.gpu.model).toBe("GeForce GTX 1060 6GB")
  expect(lithium && incompleteness(lithium)).toEqual(["no host-key is pinned"])
})
