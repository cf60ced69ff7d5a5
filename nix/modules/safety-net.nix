# Brings a host back when nobody can reach it, and keeps a running driver and
# its library the same version. A host's own configuration overrides it.
{
  config,
  lib,
  options,
  ...
}:
let
  hasNvidia = import ../lib/has-nvidia.nix config;

  # Older than 25.11: systemd.watchdog.
  watchdog =
    if options.systemd ? settings then
      { settings.Manager.RuntimeWatchdogSec = lib.mkDefault "30s"; }
    else
      { watchdog.runtimeTime = lib.mkDefault "30s"; };
in
{
  key = "sdops/safety-net";

  config = lib.mkMerge [
    {
      # A candidate that panics at boot reboots into the old system. First in
      # the list, since the kernel takes the last.
      boot.kernelParams = lib.mkBefore [ "panic=30" ];

      # So does one that hangs, if the hardware has a watchdog.
      systemd = watchdog;
    }
    # Since 26.05, NixOS refuses to switch when these differ. Set only where a
    # driver belongs to the kernel: elsewhere a new kernel waits for a reboot as
    # usual.
    (lib.optionalAttrs (options.system ? switch.inhibitors) {
      system.switch.inhibitors = lib.mkIf hasNvidia {
        sdops-driver = config.hardware.nvidia.package.version;
        sdops-kernel = "${config.boot.kernelPackages.kernel}";
      };
    })
  ];
}
