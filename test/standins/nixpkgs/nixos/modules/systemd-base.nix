# Units that every NixOS brings. The rest of systemd's own lies in Debian's
# /usr/lib/systemd/system.
{
  config = {
    # Each user's own part of an activation, which is nothing here.
    environment.etc."systemd/user/nixos-activation.service".text = ''
      [Unit]
      Description=Run user-specific NixOS activation

      [Service]
      ExecStart=/usr/bin/true
      Type=oneshot
    '';
    systemd.targets = {
      multi-user = {
        after = [
          "basic.target"
          "rescue.service"
          "rescue.target"
        ];
        conflicts = [
          "rescue.service"
          "rescue.target"
        ];
        description = "Multi-User System";
        requires = [ "basic.target" ];
        unitConfig.AllowIsolate = true;
      };
      network-online = {
        after = [ "network.target" ];
        description = "Network is Online";
      };
      # Restarted by each switch-to-configuration.
      sysinit-reactivation = {
        description = "Reactivate sysinit units";
      };
    };
    systemd.services.systemd-tmpfiles-resetup = {
      after = [ "local-fs.target" ];
      before = [ "sysinit-reactivation.target" ];
      description = "Re-setup tmpfiles on a system that is already running.";
      requiredBy = [ "sysinit-reactivation.target" ];
      serviceConfig = {
        ExecStart = (
          "/usr/bin/systemd-tmpfiles --create --remove "
          + "--exclude-prefix=/dev"
        );
        RemainAfterExit = true;
        SuccessExitStatus = "DATAERR CANTCREAT";
        Type = "oneshot";
      };
      unitConfig.DefaultDependencies = false;
    };
  };
}
