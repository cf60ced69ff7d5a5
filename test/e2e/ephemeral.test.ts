import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { rolledBack } from "../matrix/ends.ts"
import { makePlace } from "../matrix/place.ts"
import { runCell } from "../matrix/run-cell.ts"
import { deployed } from "./sdops.ts"
import { expectQuiet, serves } from "./serves.ts"

test("a host whose / begins anew boots what was committed", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("ephemeral")
  await using fleet = await makeFleet([host])
  const result = await deployed(fleet, host.name)
  expect(result.verdict).toBe("committed")
  const committed = await host.system()

  await host.reboot()
  await serves(host)

  const { candidate } = result
  const again = await host.system()
  expect(again).toEqual({ ...committed, booted: candidate })
  await expectQuiet(host)
  // What sdops keeps is on /nix, so nothing has to be pushed or done again.
  const next = await deployed(fleet, host.name)
  expect(next.verdict).toBe("unchanged")
  const push = next.stages.find(({ stage }) => stage === "push")
  expect(push?.text).toBe("already there")

  // Power lost in the gate: the old system, and the jobs that it had saved.
  const place = await makePlace(host)
  await using _ = place.fleet
  const seen = await runCell(place, "gate", "power cut", "both go on")
  // What was done before went with /var.
  const jobs = expect.stringMatching(/^3: \w+-1 \w+-2 \w+-3$/)
  expect(seen, seen.why).toMatchObject({ ...rolledBack, jobs })
})
