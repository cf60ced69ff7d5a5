# Runs sdops by `nix run`. Hosts are built from flakes that sdops makes for
# them, which have nothing of this one.
{
  description = "Deploy image generation to NixOS GPU hosts, proven and reversible";

  # Gives Node.js and OpenSSH, nothing else.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;
      platforms = (import ./nix/platforms.nix).control;
      forEach = make: lib.genAttrs platforms (name: make nixpkgs.legacyPackages.${name});

      # A checkout of one's own in the cache folder, since the first run fetches
      # the packages of package-lock.json and makes the program beside them.
      program =
        pkgs:
        pkgs.writeShellScriptBin "sdops" ''
          set -eu
          home="''${XDG_CACHE_HOME:-$HOME/.cache}/sdops/${baseNameOf self.outPath}"
          export PATH="${pkgs.nodejs}/bin:${pkgs.openssh}/bin:$PATH"
          if [ ! -e "$home/dist/run.js" ]; then
            mkdir -p "$home"
            cp -R ${self.outPath}/. "$home"
            chmod -R u+w "$home"
            [ -e "$home/dist/run.js" ] ||
              node "$home/bin/setup.js" "$home/build/build.ts" >&2
          fi
          exec node "$home/bin/run.js" "$@"
        '';
    in
    {
      apps = forEach (pkgs: {
        default = {
          type = "app";
          program = "${program pkgs}/bin/sdops";
        };
      });
      devShells = forEach (pkgs: {
        default = import ./nix/dev-shell.nix { inherit pkgs; };
      });
      packages = forEach (pkgs: {
        default = program pkgs;
      });
    };
}
