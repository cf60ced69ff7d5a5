import type { LabHost } from "../../host.ts"
import { LabProblem } from "../../problem.ts"
import type { Change } from "./change.ts"

/** A module with one side of every change. */
function moduleOf(
  changes: readonly Change[],
  side: "first" | "second",
): string {
  const parts = changes.map((change) => `{ ${change[side]} }`)
  return `{ lib, pkgs, sleeping, ... }: {
    imports = [ (args: { config = lib.mkMerge [ ${parts.join("\n")} ]; }) ];
  }\n`
}

/** What services have in common; unless changed, they sleep. */
const systems = `let
  nixpkgs = builtins.readFile /etc/sdlab/nixpkgs;
  debian = builtins.readFile /etc/sdlab/debian;
  line = text: builtins.head (builtins.split "\\n" text);
  flake = builtins.getFlake "path:\${line nixpkgs}";
  system = module: (flake.lib.nixosSystem {
    modules = [
      "\${line debian}/machine.nix"
      ./configuration.nix
      ({ lib, pkgs, ... }: {
        _module.args.sleeping = {
          serviceConfig.ExecStart =
            lib.mkDefault "\${pkgs.coreutils}/bin/sleep infinity";
          wantedBy = [ "multi-user.target" ];
        };
        systemd.tmpfiles.rules = [ "d /run/reloaded" ];
      })
      module
    ];
  }).config.system.build.toplevel;
in
{ first = system ./first.nix; second = system ./second.nix; }
`

/** Builds on the host the system before all changes, and that after them. */
export async function buildSystems(
  host: LabHost,
  configuration: string,
  changes: readonly Change[],
): Promise<Readonly<Record<"first" | "second", string>>> {
  const files = {
    "configuration.nix": configuration,
    "first.nix": moduleOf(changes, "first"),
    "second.nix": moduleOf(changes, "second"),
    "systems.nix": systems,
  }
  await host.exec("mkdir -p /root/restarts")
  for (const [name, input] of Object.entries(files))
    await host.exec(["tee", `/root/restarts/${name}`], { input })
  const flags = ["--extra-experimental-features", "nix-command flakes"]
  const file = ["--impure", "--file", "/root/restarts/systems.nix"]
  const build = async (side: string) => {
    const argv = ["nix", "build", ...flags, ...file, side]
    const out = ["--out-link", `/root/restarts/${side}`, "--print-out-paths"]
    const ran = await host.exec([...argv, ...out], { deadline: 600 })
    if (ran.exit !== 0) throw new LabProblem(ran.stderr.slice(-3000))
    return ran.stdout.trim()
  }
  return { first: await build("first"), second: await build("second") }
}
