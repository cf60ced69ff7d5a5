import { nar } from "../../src/flake/nar.ts"
import { renderTree } from "../../src/flake/render-tree.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { leastHost, makeFleet } from "../inventory/make-fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { nixpkgsOf, restore } from "./restore.ts"

/** As NixOS' installer would have written it. */
export const machine = `{
  boot.loader.systemd-boot.enable = true;
  fileSystems."/".device = "/dev/disk/by-label/root";
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "24.05";
}
`

type More = {
  /** Besides nixpkgs. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Entries of `modules`, besides the machine's. */
  readonly modules?: readonly string[]
}

/** The flake of a fleet whose one host is h, in a folder on a host. */
export async function flakeOn(
  host: LabHost,
  { inputs = {}, modules = [] }: More = {},
): Promise<string> {
  const all = ["../m.nix", ...modules]
  const root = await makeFleet({
    "hosts/fleet.yaml": JSON.stringify({
      inputs: { nixpkgs: await nixpkgsOf(host), ...inputs },
    }),
    "hosts/h.yaml": `${leastHost}modules: ${JSON.stringify(all)}\n`,
    "m.nix": machine,
  })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const { files } = await renderTree(fleet, "h")
  return restore(host, nar(files))
}

/** Runs nix, without network, whatever comes of it. */
export function nixOn(host: LabHost, argv: readonly string[]) {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  return host.exec(["nix", ...features, ...argv], { deadline: 120 })
}
