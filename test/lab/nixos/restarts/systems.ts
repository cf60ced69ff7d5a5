import type { LabHost } from "../../host.ts"
import { LabProblem } from "../../problem.ts"
import type { Change } from "./change.ts"

/** A module with one side of every change: the second of so many. */
function moduleOf(changes: readonly Change[], second: number): string {
  const parts = changes.map(
    (change, at) => `{ ${at < second ? change.second : change.first} }`,
  )
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
builtins.listToAttrs (map
  (file: {
    name = builtins.head (builtins.split "[.]" file);
    value = system (./modules + "/\${file}");
  })
  (builtins.attrNames (builtins.readDir ./modules)))
`

/** Nix keeps some 400 MB for each system that one process evaluates. */
const atOnce = 5

/**
 * Builds systems on the host: with the first sides of all changes, then with
 * the second sides of those up to each of these places.
 */
export async function buildSystems(
  host: LabHost,
  configuration: string,
  { changes, upTo }: { changes: readonly Change[]; upTo: readonly number[] },
): Promise<readonly string[]> {
  const names = upTo.map((place) => `s${place}`)
  const modules = upTo.map((place) => [
    `modules/s${place}.nix`,
    moduleOf(changes, place),
  ])
  const files = {
    "configuration.nix": configuration,
    "systems.nix": systems,
    ...(Object.fromEntries(modules) as Record<string, string>),
  }
  await host.exec("mkdir -p /root/restarts/modules")
  for (const [name, input] of Object.entries(files))
    await host.exec(["tee", `/root/restarts/${name}`], { input })
  const flags = ["--extra-experimental-features", "nix-command flakes"]
  const file = ["--impure", "--file", "/root/restarts/systems.nix"]
  const paths: string[] = []
  for (let at = 0; at < names.length; at += atOnce) {
    const out = ["--out-link", `/root/restarts/${at}`, "--print-out-paths"]
    const some = names.slice(at, at + atOnce)
    const argv = ["nix", "build", ...flags, ...file, ...out, ...some]
    const ran = await host.exec(argv, { deadline: 1200 })
    if (ran.exit !== 0) throw new LabProblem(ran.stderr.slice(-3000))
    paths.push(...ran.stdout.trim().split("\n"))
  }
  return paths
}
