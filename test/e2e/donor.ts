import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { deployed, sdops } from "./sdops.ts"

/** A module with which torch takes a minute to compile. */
export const slowTorch = "{ nixpkgs.config.torchSeconds = 60; }\n"

/** Edits of a fleet whose hosts have it, and may compile nothing heavy. */
export function withSlowTorch(hosts: readonly LabHost[]) {
  return {
    files: Object.fromEntries(
      hosts.map(({ name }) => [`${name}/slow.nix`, slowTorch]),
    ),
    fleet: { policy: { "heavy-builds": "refuse" } },
    more: Object.fromEntries(hosts.map(({ name }) => [name, ["slow.nix"]])),
  }
}

/**
 * Makes a host one that has compiled its system before, torch too: that is put
 * into the store by hand, so that nobody waits for it.
 */
export async function makeDonor(fleet: LabFleet, host: LabHost): Promise<void> {
  const allow = "--allow-heavy-builds"
  const plan = await sdops(fleet, ["plan", host.name, allow, "--json"])
  if (plan.exit !== 0) throw new Error(plan.stdout + plan.stderr)
  const put = await host.exec(`
    drv=$(ls -d /nix/store/*-torch-2*.drv)
    out=$(nix-store -q --outputs "$drv")
    export drv out
    unshare -m sh -euc '
      mount -o remount,rw,bind /nix/store
      mkdir -p "$out/lib"
      echo "compiled long ago" >"$out/lib/libtorch.so"
      printf "%s\\n%s\\n0\\n" "$out" "$drv" |
        nix-store --register-validity --reregister'`)
  if (put.exit !== 0) throw new Error(put.stderr)
  const built = await deployed(fleet, host.name, ["--goal", "build", allow])
  if (built.verdict !== "built") throw new Error(JSON.stringify(built))
}
