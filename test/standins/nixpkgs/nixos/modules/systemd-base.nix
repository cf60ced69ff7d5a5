# Units that every NixOS brings. The rest of systemd's own lies in Debian's
# /usr/lib/systemd/system.
{
  config = {
    environment.etc = {
      # Each user's bus, without which nobody reloads the user's units.
      "systemd/user/dbus.service".text = ''
        [Unit]
        Description=D-Bus User Message Bus
        Requires=dbus.socket

        [Service]
        ExecStart=/usr/bin/dbus-daemon --session --address=systemd: --nofork \
          --nopidfile --systemd-activation --syslog-only
        NotifyAccess=main
        Slice=session.slice
        Type=notify
      '';
      "systemd/user/dbus.socket".text = ''
        [Unit]
        Description=D-Bus User Message Bus Socket

        [Socket]
        ListenStream=%t/bus
      '';
      # Each user's own part of an activation, which is nothing here.
      "systemd/user/nixos-activation.service".text = ''
        [Unit]
        Description=Run user-specific NixOS activation

        [Service]
        ExecStart=/usr/bin/true
        Type=oneshot
      '';
      "systemd/user/sockets.target.wants/dbus.socket".source =
        "/etc/systemd/user/dbus.socket";
    };
    systemd.targets = {
      # Each switch stops these three, and what requires one of them.
      keys = {
        description = "Security Keys";
        unitConfig.X-StopOnReconfiguration = true;
      };
      # The text is systemd's: a link to Debian's file would be a unit of
      # Debian's, which no switch touches.
      local-fs = {
        after = [ "local-fs-pre.target" ];
        conflicts = [ "shutdown.target" ];
        description = "Local File Systems";
        onFailure = [ "emergency.target" ];
        unitConfig = {
          DefaultDependencies = false;
          OnFailureJobMode = "replace-irreversibly";
          X-StopOnReconfiguration = true;
        };
      };
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
      remote-fs = {
        after = [ "remote-fs-pre.target" ];
        conflicts = [ "shutdown.target" ];
        description = "Remote File Systems";
        unitConfig = {
          DefaultDependencies = false;
          X-StopOnReconfiguration = true;
        };
        wantedBy = [ "multi-user.target" ];
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
