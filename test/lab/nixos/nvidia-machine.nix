# What NVIDIA's hardware is on a rehearsal machine: the service that loads the
# booted system's modules, as udev has it done, and counts their users.
{ config, lib, ... }:
let
  cfg = config.hardware.nvidia;
in
{
  config = lib.mkIf cfg.enabled {
    # What the stand-in nvidia-smi takes for the library it was linked to.
    system.systemBuilderCommands = ''
      mkdir -p $out/sdlab
      echo '${cfg.package.version}' > $out/sdlab/nvidia-lib-version
    '';

    systemd.services.sdlab-gpu = {
      after = [ "systemd-tmpfiles-setup-dev.service" ];
      before = [
        "shutdown.target"
        "sysinit.target"
      ];
      conflicts = [ "shutdown.target" ];
      restartIfChanged = false;
      serviceConfig = {
        ExecStart = "/opt/sdlab/standins/nvidia/serve-refcnt";
        ExecStartPre = "-/opt/sdlab/standins/nvidia/load-at-boot";
      };
      unitConfig.DefaultDependencies = false;
      wantedBy = [ "sysinit.target" ];
    };
  };
}
