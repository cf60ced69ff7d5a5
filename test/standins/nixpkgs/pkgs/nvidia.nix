# NVIDIA's driver for one kernel. The versions are nixpkgs' of mid-2026
# (pkgs/os-specific/linux/nvidia-x11/default.nix); others by mkDriver.
pkgs: kernel:
let
  inherit (pkgs) lib;
  unfree.license = lib.licenses.unfreeRedistributable;
  # Asked for where a driver has no open module (generic.nix).
  isAccepted = pkgs.config.nvidia.acceptLicense or false;
  throwLicense = throw (
    "Use of NVIDIA Software requires license acceptance of the license:"
  );

  # The module as a file: what the stand-in modprobe reads of it.
  module =
    version: licence:
    pkgs.mkDerivation {
      name = "nvidia-${
        if licence == "NVIDIA" then "x11" else "open"
      }-${version}-${kernel.version}";
      inherit licence version;
      meta = if licence == "NVIDIA" then unfree else { };
      buildCommand = ''
        folder=$out/lib/modules/${kernel.modDirVersion}/misc
        mkdir -p $folder
        for name in nvidia nvidia-uvm nvidia-modeset nvidia-drm; do
          printf 'name=%s\nversion=%s\nlicense=%s\n' \
            "$name" "$version" "$licence" > $folder/$name.ko
        done
      '';
    };

  mkDriver =
    {
      version,
      # Asked for as in nixpkgs (generic.nix); nothing is downloaded here.
      sha256_64bit,
      openSha256 ? null,
      settingsSha256 ? null,
      persistencedSha256 ? null,
      ...
    }:
    assert settingsSha256 != null;
    assert persistencedSha256 != null;
    let
      isOpen = openSha256 != null;
      commands = pkgs.mkDerivation {
        name = "nvidia-smi-${version}";
        meta = unfree;
        buildCommand = ''
          mkdir -p $out/bin
          ln -s /opt/sdlab/standins/nvidia/nvidia-smi $out/bin/nvidia-smi
        '';
      };
      persistenced = pkgs.mkDerivation {
        name = "nvidia-persistenced-${version}";
        script = ''
          #!/bin/sh
          # Holds the GPUs open, as the real daemon does. Opening what isn't
          # there would make a plain file.
          [ -c /dev/nvidia0 ] || {
            echo "Failed to query NVIDIA devices." >&2
            exit 1
          }
          exec 9<>/dev/nvidia0
          exec /usr/bin/sleep infinity
        '';
        passAsFile = [ "script" ];
        buildCommand = ''
          mkdir -p $out/bin
          cp "$scriptPath" $out/bin/nvidia-persistenced
          chmod +x $out/bin/nvidia-persistenced
        '';
      };
    in
    pkgs.mkDerivation {
      pname = "nvidia-x11";
      name = "nvidia-x11-${version}-${kernel.version}";
      inherit version;
      meta = unfree;
      src = if isOpen || isAccepted then null else throwLicense;
      buildCommand = ''
        mkdir -p $out/lib
        for name in libcuda libnvidia-ml; do
          echo "$name $version" > $out/lib/$name.so.$version
          ln -s $name.so.$version $out/lib/$name.so.1
        done
      '';
      passthru = {
        bin = commands;
        closedModule = module version "NVIDIA";
        inherit persistenced;
        open = if isOpen then module version "Dual MIT/GPL" else null;
      };
    };
  of =
    version:
    mkDriver {
      inherit version;
      openSha256 =
        if lib.versionAtLeast version "515.43.04" then "" else null;
      persistencedSha256 = "";
      settingsSha256 = "";
      sha256_64bit = "";
    };
in
rec {
  inherit mkDriver;
  beta = of "595.45.04";
  dc = dc_580;
  dc_580 = of "580.126.09";
  latest = production;
  legacy_470 = of "470.256.02";
  legacy_535 = of "535.288.01";
  legacy_580 = of "580.173.02";
  new_feature = of "610.43.03";
  production = of "595.84";
  stable = production;
}
