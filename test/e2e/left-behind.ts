import { expect } from "vitest"
import { generationsResult } from "../../src/fleet/generations/result.ts"
import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { sdops } from "./sdops.ts"

/** What sdops has left on a host, by the names in its folder. */
export async function traces(host: LabHost): Promise<readonly string[]> {
  const script = "ls /nix/var/sdops /nix/var/nix/gcroots/sdops 2>/dev/null"
  const { stdout } = await host.exec(script)
  return stdout.split(/\s+/).filter((word) => word !== "")
}

/** What `sdops generations` says of a host. */
export async function shownGenerations(fleet: LabFleet, host: LabHost) {
  const words = ["generations", host.name, "--json"]
  const { exit, stdout } = await sdops(fleet, words)
  expect(exit).toBe(0)
  const [shown] = generationsResult.parse(JSON.parse(stdout)).hosts
  if (shown === undefined || "error" in shown) throw new Error(stdout)
  return shown.generations
}

/** Whether `plan --detailed-exitcode` finds something to do. */
export async function planned(fleet: LabFleet, host: LabHost) {
  const words = ["plan", host.name, "--json", "--detailed-exitcode"]
  return sdops(fleet, words)
}
