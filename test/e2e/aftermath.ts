import { expect } from "vitest"
import type { HostResult } from "../../src/deploy/outcome/result.ts"
import { editFleet, type LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { deployed, resultOf, sdops, type SdopsRun } from "./sdops.ts"
import { expectQuiet, serves } from "./serves.ts"

/** Nothing that sdops has started runs, and nobody holds its lock. */
const looksQuiet = `
  systemctl list-units --all --plain --no-legend 'sdops-*'
  ls -d /nix/var/sdops/lock 2>/dev/null || true
  pgrep -af '[n]ixos-rebuild|[n]ix .* build --log' || true`

/**
 * Until the host, by itself, has ended what it was left with; but for jobs that
 * wait for an app that can't come up, where that is told.
 */
export async function endsByItself(
  host: LabHost,
  { jobsMayWait = false } = {},
): Promise<void> {
  let left = ""
  const but = jobsMayWait ? "| { grep -v ^sdops-restore- || true; }" : ""
  const quiet = async () => {
    left = (await host.exec(`{ ${looksQuiet}\n} ${but}`)).stdout
    return left === ""
  }
  const what = `${host.name} to have nothing of sdops left running`
  await waitFor(quiet, { deadline: 90, every: 0.5, what }).catch(
    (cause: unknown) => {
      throw new Error(`${what}: ${left}`, { cause })
    },
  )
  if (!jobsMayWait) await expectQuiet(host)
}

/** What runs is what the profile names and what boots next. */
export async function expectWhole(host: LabHost): Promise<string> {
  const { bootDefault, current, profile } = await host.system()
  expect({ bootDefault, profile }).toEqual({
    bootDefault: current,
    profile: current,
  })
  return current
}

export type Resumed = HostResult & { readonly run: SdopsRun }

/** What `sdops resume` says of a host. */
export async function resumed(
  fleet: LabFleet,
  host: LabHost,
  environment: Readonly<Record<string, string>> = {},
): Promise<Resumed> {
  const run = await sdops(fleet, ["resume", host.name, "--json"], {
    environment,
  })
  const [result] = resultOf(run).hosts
  if (result === undefined) throw new Error(`no host in ${run.stdout}`)
  // It leads on, never back to itself.
  expect(result.error?.help.join("\n") ?? "").not.toContain("sdops resume")
  return { ...result, run }
}

/** Puts another port into the inventory than the one the app has now. */
export async function changePort(
  fleet: LabFleet,
  host: LabHost,
): Promise<{ readonly old: number; readonly new: number }> {
  const file = "/run/current-system/etc/sdops/host.json"
  const { apps } = JSON.parse((await host.exec(["cat", file])).stdout)
  const ports = { new: apps[0].port === 8188 ? 8199 : 8188, old: apps[0].port }
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace(/8188|8199/, String(ports.new)),
  )
  return ports
}

/** A deployment afterwards works as if nothing had happened. */
export async function deploysAgain(
  fleet: LabFleet,
  host: LabHost,
  port: number,
): Promise<void> {
  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(["committed", "unchanged"]).toContain(result.verdict)
  expect(await expectWhole(host)).toBe(result.candidate)
  await serves(host, port)
  await expectQuiet(host)
}
