import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { resultOf, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"

test("of two hosts at once, one fails and the other commits", async ({
  launchHost,
}) => {
  const [good, bad] = await Promise.all([launchHost(), launchHost()])
  const broken = `{ systemd.services.comfyui.preStart = "exit 7"; }\n`
  await using fleet = await makeFleet([good, bad], {
    files: { [`${bad.name}/broken.nix`]: broken },
    more: { [bad.name]: ["broken.nix"] },
  })
  const before = await bad.system()

  const words = ["deploy", "all", "--yes", "--json"]
  const environment = { SDOPS_LIMIT_READY: "20" }
  const run = await sdops(fleet, words, { environment })

  const result = resultOf(run)
  const verdicts = result.hosts.map(({ host, verdict }) => [host, verdict])
  expect(Object.fromEntries(verdicts)).toEqual({
    [bad.name]: "rolled-back",
    [good.name]: "committed",
  })
  expect(run.exit).toBe(4)
  expect(result["exit-code"]).toBe(4)
  expect(await bad.system()).toEqual(before)
  const committed = result.hosts.find(({ host }) => host === good.name)
  expect((await good.system()).bootDefault).toBe(committed?.candidate)
  await serves(good)

  // Both found the fleet without a lock; they agree on one.
  const again = await sdops(fleet, ["plan", "all", "--json"])
  expect(again.exit).toBe(0)
  for (const { stages } of resultOf(again).hosts) {
    const push = stages.find(({ stage }) => stage === "push")
    expect(push?.text).toBe("already there")
  }
  const planned = resultOf(again).hosts.find(({ host }) => host === good.name)
  expect(planned?.plan?.unchanged).toBe(true)
})
