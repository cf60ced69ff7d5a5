# /etc/fstab. systemd in a container ignores the lines of devices.
{ config, lib, ... }:
let
  fileSystems = lib.attrValues config.fileSystems;
  line =
    fs:
    lib.concatStringsSep " " [
      (
        if fs.device != null then
          fs.device
        else
          "/dev/disk/by-label/${fs.label}"
      )
      fs.mountPoint
      fs.fsType
      (lib.concatStringsSep "," fs.options)
      "0"
      (
        if fs.noCheck then
          "0"
        else if fs.mountPoint == "/" then
          "1"
        else
          "2"
      )
    ];
in
{
  options.fileSystems = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { name, ... }:
        {
          config = {
            fsType = lib.mkOptionDefault "auto";
            mountPoint = lib.mkDefault name;
          };
        }
      )
    );
  };
  config = {
    assertions = [
      {
        assertion = config.fileSystems ? "/";
        message = (
          "The ‘fileSystems’ option does not specify your root "
          + "file system."
        );
      }
    ];
    environment.etc.fstab.text =
      lib.concatLines (map line fileSystems)
      + lib.concatMapStrings (
        s: "${s.device} none swap ${lib.concatStringsSep "," s.options}\n"
      ) config.swapDevices;
  };
}
