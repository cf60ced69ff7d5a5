import { isWhole, type Library } from "../standins/nixpkgs/libraries.ts"

/** A host without a GPU, as Nix code of a module. */
export const machine = `{
  imports = [ (sdops + "/modules/all.nix") ];
  boot.loader.systemd-boot.enable = true;
  fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
  networking.hostName = "lithium";
  nixpkgs.config.allowUnfree = true;
  system.stateVersion = "24.05";
}`

/** What the web UI's package needs of a nixpkgs. */
export function forWebui(library: Library): string {
  return library === "SDOPS_NIXPKGS" && isWhole() ? "{ }" : githubOverlay
}

/** What nixpkgs has and the rehearsal's hasn't: sources of GitHub, and git. */
const githubOverlay = `{
  nixpkgs.overlays = [ (final: prev: {
    fetchFromGitHub = { owner, repo, rev, hash }: prev.fetchurl {
      inherit hash;
      name = "source";
      url = "https://github.com/\${owner}/\${repo}/archive/\${rev}.tar.gz";
    };
    git = prev.curl;
  }) ];
}`

/** The words of an ExecStart=, which NixOS quotes as JSON with %% and $$. */
export function wordsOf(execStart: string): string[] {
  const quoted = execStart.match(/"(?:[^"\\]|\\.)*"/gu) ?? []
  return quoted.map((word) =>
    (JSON.parse(word) as string).replaceAll("%%", "%").replaceAll("$$", "$"),
  )
}
