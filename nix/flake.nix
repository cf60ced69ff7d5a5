# For flakes of your own that want the modules without sdops:
# inputs.sdops.url = "…?dir=nix"; the generated flake.nix doesn't read this.
{
  description = "NixOS modules for image-generation hosts";

  inputs = {
    # For `lib`, packages and checks; let it follow your own.
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
  };

  outputs = inputs: import ./outputs.nix { inherit inputs; };
}
