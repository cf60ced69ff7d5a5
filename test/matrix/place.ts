import { makeFleet, editFleet, type LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { endsByItself } from "../e2e/aftermath.ts"
import { deployed } from "../e2e/sdops.ts"
import { serves } from "../e2e/serves.ts"
import { candidate, faultsFolder } from "./candidate.ts"

/** A rehearsal host of the matrix, its fleet, and systems made in advance. */
export type Place = {
  readonly fleet: LabFleet
  readonly host: LabHost
  /** What the first cell finds, and each one after `other`. */
  readonly base: string
  /** What a plain nixos-rebuild brings, in the host's store. */
  readonly other: string
  /** Says what is deployed next. */
  readonly want: (note: string, nix?: string) => Promise<void>
}

/** Names of systems by the notes that they carry. */
export const noteFile = "etc/sdlab-note"

/** Deploys what the first cell finds, and builds what others would bring. */
export async function makePlace(host: LabHost): Promise<Place> {
  const fleet = await makeFleet([host], {
    files: { [`${host.name}/cell.nix`]: candidate("base") },
    more: { [host.name]: ["cell.nix"] },
  })
  const want = (note: string, nix = "") =>
    editFleet(fleet, `${host.name}/cell.nix`, () => candidate(note, nix))
  const base = await must(deployed(fleet, host.name))
  await want("other")
  const other = await must(deployed(fleet, host.name, ["--goal", "build"]))
  return { base, fleet, host, other, want }
}

async function must(run: ReturnType<typeof deployed>): Promise<string> {
  const { candidate, error } = await run
  if (error !== undefined || candidate === undefined)
    throw new Error(`a place couldn't be made: ${error?.message}`)
  return candidate
}

/** As root, past sshd; what doesn't exit with 0 is an error of the test. */
export async function on(host: LabHost, script: string): Promise<string> {
  const ran = await host.exec(script)
  if (ran.exit === 0) return ran.stdout.trim()
  throw new Error(`${script}\n${ran.exit}: ${ran.stdout}${ran.stderr}`)
}

/** What no fault may have left behind, whatever became of the cell. */
const clean = `
  rm -rf /run/matrix /etc/sdlab/gpu/faults /nix/fill /run/fill
  mkdir -p ${faultsFolder} /etc/sdlab/gpu/faults
  # Calls that hang in the driver come back.
  pkill -KILL -f '^sleep infinity' || true
  mount -o remount,size=50% /run
  dead=/run/systemd/system/sshd.service.d
  # It runs every generator.
  if [ -e $dead ]; then rm -rf $dead; systemctl daemon-reload; fi
  systemctl start sshd.service
  systemctl reset-failed`

/** Ends every fault that still lasts. */
export async function mend(host: LabHost): Promise<void> {
  await host.heal()
  await on(host, clean)
  await host.reach()
}

/** A host that is whole and serves, from whatever the last cell left. */
export async function reset({ base, host, other }: Place): Promise<void> {
  await mend(host)
  // A cell that came out otherwise isn't the next one's.
  await on(host, "rm -rf /nix/var/sdops/lock")
  await endsByItself(host)
  const { bootDefault, current, profile } = await host.system()
  const system = current === other ? base : current
  if ([bootDefault, current, profile].some((path) => path !== system))
    await on(
      host,
      `nix-env -p /nix/var/nix/profiles/system --set ${system}
      ${system}/bin/switch-to-configuration switch`,
    )
  await on(host, "rm -rf /nix/var/sdops/queue; systemctl restart comfyui")
  await serves(host)
  const idle = "! nft list tables | grep sdops"
  const open = async () => (await host.exec(idle)).exit === 0
  const what = "clients to be let in"
  await waitFor(open, { deadline: 30, every: 0.2, what })
}
