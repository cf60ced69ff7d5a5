# What a plan compares with the running system before anything is built: its
# unit files, and the files that a boot loader's installer copies.
{ lib }:
config:
let
  inherit (config.boot) loader;
  machine = import ./machine.nix { inherit lib; };
  inherit (config.system) build;
  services = config.systemd.services or { };
  units = config.systemd.units or { };

  # What switch-to-configuration does with a running unit whose file has
  # changed; its file says so by X- keys, which these options write.
  onChange =
    name:
    let
      service = services.${lib.removeSuffix ".service" name};
    in
    if
      !lib.hasSuffix ".service" name
      || !(services ? ${lib.removeSuffix ".service" name})
    then
      "restart"
    else if service.reloadIfChanged then
      "reload"
    else if
      !service.restartIfChanged
      || service.unitConfig.RefuseManualStop or false == true
      || service.unitConfig.X-OnlyManualStart or false == true
    then
      "keep"
    else
      "restart";

  ignored = (lib.importJSON ../data/unit-keys.json).keys;
  matters =
    line: !(lib.any (key: lib.hasPrefix "${key}=" line) ignored);

  # The text is the file's own, so the host can say whether it has the same;
  # each line is ended, as awk prints it there.
  summary =
    name: unit:
    let
      text = lib.removeSuffix "\n" unit.text;
      lines = builtins.filter matters (lib.splitString "\n" text);
      sum = builtins.hashString "sha256" (
        lib.concatMapStrings (line: "${line}\n") lines
      );
      wanted = (unit.wantedBy or [ ]) ++ (unit.requiredBy or [ ]);
    in
    "${builtins.substring 0 16 sum} ${onChange name} ${
      if wanted == [ ] then "unwanted" else "wanted"
    }";
in
{
  boot = {
    initrd =
      if build ? initialRamdisk then
        "${build.initialRamdisk}/${
          config.system.boot.loader.initrdFile or "initrd"
        }"
      else
        null;
    kernel = "${config.boot.kernelPackages.kernel}/${
      config.system.boot.loader.kernelFile or "bzImage"
    }";
    # GRUB reads the store, unless its own folder is elsewhere.
    copies = !builtins.elem (machine config).loader [
      "grub"
      "none"
    ];
    place =
      if loader.systemd-boot.xbootldrMountPoint or null != null then
        loader.systemd-boot.xbootldrMountPoint
      else
        loader.efi.efiSysMountPoint or "/boot";
  };
  units = lib.mapAttrs summary (
    lib.filterAttrs (
      _: unit: unit.enable && (unit.text or null) != null
    ) units
  );
}
