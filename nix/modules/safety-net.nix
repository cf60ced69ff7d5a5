# What brings a host back when nobody can reach it, and what keeps a running
# driver together with its library. A host's own configuration wins.
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
      # A candidate that panics at boot reboots, into the old system. First in
      # the list: the kernel takes the last.
      boot.kernelParams = lib.mkBefore [ "panic=30" ];

      # So does one that hangs, where there is such hardware.
      systemd = watchdog;
    }
    # Releases from 26.05 on refuse to switch when these differ. Only where a
    # driver belongs to the kernel: elsewhere another kernel waits for its
    # reboot as ever.
    (lib.optionalAttrs (options.system ? switch.inhibitors) {
      system.switch.inhibitors = lib.mkIf hasNvidia {
        sdops-driver = config.hardware.nvidia.package.version;
        sdops-kernel = "${config.boot.kernelPackages.kernel}";
      };
    })
  ];
}
