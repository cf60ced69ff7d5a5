import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test as labTest } from "../lab/test.ts"
import { deployed } from "./sdops.ts"

/** `test` with a host that serves and the fleet it was deployed from. */
export const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const fleet = await makeFleet([host])
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)
