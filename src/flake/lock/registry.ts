import type { Attributes } from "./original.ts"

/**
 * What a flake's input means that has a name and no address, as the global
 * registry says. Only names are taken that other flakes are known to use so: a
 * host has registries of its own. Source: NixOS/flake-registry.
 */
export const registry: Readonly<Record<string, Attributes>> = {
  agenix: github("ryantm", "agenix"),
  "flake-compat": github("edolstra", "flake-compat"),
  "flake-parts": github("hercules-ci", "flake-parts"),
  "flake-utils": github("numtide", "flake-utils"),
  "home-manager": github("nix-community", "home-manager"),
  "nixos-hardware": github("NixOS", "nixos-hardware"),
  nixpkgs: github("NixOS", "nixpkgs"),
  "sops-nix": github("Mic92", "sops-nix"),
  systems: github("nix-systems", "default"),
}

function github(owner: string, repo: string): Attributes {
  return { owner, repo, type: "github" }
}
