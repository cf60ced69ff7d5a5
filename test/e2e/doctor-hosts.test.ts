import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { doctor } from "./doctor.ts"

test("reach/elevation bad: a user who may not become root", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("no-elevation")
  const edits = { hosts: { [host.name]: { user: "ops" } } }
  await using fleet = await makeFleet([host], edits)
  const { run, wrong } = await doctor(fleet)
  expect(wrong).toEqual(["reach/elevation bad"])
  expect(run.exit).toBe(1)
})

test("system/deployed warn: a host that others made", async ({
  launchHost,
}) => {
  const host = await launchHost()
  await using fleet = await makeFleet([host])
  const { run, wrong } = await doctor(fleet)
  expect(wrong).toEqual(["nix/flakes warn", "system/deployed warn"])
  expect(run.exit).toBe(0)
  const hasty = await doctor(fleet, [], { SDOPS_LIMIT_PROBE: "0.01" })
  expect(hasty.wrong).toEqual(["reach/probe bad"])
})

test("nix/version bad: a host without Nix", async ({ launchFlavoured }) => {
  const host = await launchFlavoured("no-nix")
  await using fleet = await makeFleet([host])
  const { wrong } = await doctor(fleet)
  expect(wrong).toContain("nix/version bad")
})

test("hosts are examined side by side, whatever becomes of one", async ({
  launchHost,
}) => {
  const [gone, host] = await Promise.all([launchHost(), launchHost()])
  await using fleet = await makeFleet([host, gone])
  await gone.unplug()
  const { hosts, run } = await doctor(fleet)
  expect(run.exit).toBe(1)
  const worst = hosts.map(({ findings, host }) => [
    host,
    findings.find(({ outcome }) => outcome === "bad")?.check,
  ])
  expect(Object.fromEntries(worst)).toEqual({
    [gone.name]: "reach/port",
    [host.name]: undefined,
  })
})
