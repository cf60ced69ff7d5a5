# /etc/nix/nix.conf and the daemon. A rehearsal host has no cache.nixos.org:
# its list of substituters is empty unless the configuration names some.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.nix;
  show =
    value:
    if value == true then
      "true"
    else if value == false then
      "false"
    else
      toString value;
  machine =
    m:
    let
      words =
        list: if list == [ ] then "-" else lib.concatStringsSep "," list;
      user = lib.optionalString (m.sshUser != null) "${m.sshUser}@";
    in
    lib.concatStringsSep " " [
      "${
        lib.optionalString (m.protocol != null) "${m.protocol}://"
      }${user}${m.hostName}"
      (words (lib.optional (m.system != null) m.system ++ m.systems))
      (if m.sshKey == null then "-" else m.sshKey)
      (toString m.maxJobs)
      (toString m.speedFactor)
      (words (m.supportedFeatures ++ m.mandatoryFeatures))
      (words m.mandatoryFeatures)
      (if m.publicHostKey == null then "-" else m.publicHostKey)
    ];
in
{
  config = lib.mkIf cfg.enable {
    environment.etc = {
      # NixOS always has one; its other settings are OpenSSH's own here.
      "ssh/ssh_config" = lib.mkIf (config.programs.ssh.extraConfig != "") {
        text = config.programs.ssh.extraConfig;
      };
      "nix/machines" = lib.mkIf (cfg.buildMachines != [ ]) {
        text = lib.concatLines (map machine cfg.buildMachines);
      };
      "nix/nix.conf".text =
        "# Written by the system; change its configuration instead.\n"
        + lib.concatLines (
          lib.mapAttrsToList (name: v: "${name} = ${show v}") cfg.settings
        )
        + cfg.extraOptions;
    };
    nix = {
      package = lib.mkOptionDefault pkgs.nix;
      settings = {
        build-users-group = lib.mkDefault "nixbld";
        builders = lib.mkIf (!cfg.distributedBuilds) (lib.mkDefault "");
        connect-timeout = lib.mkDefault 5;
        max-jobs = lib.mkDefault 2;
        sandbox = lib.mkDefault true;
        sandbox-paths = [
          "/bin/busybox=/usr/bin/busybox"
          "/bin/sh=/bin/bash-static"
        ]
        ++ import ../../pkgs/node-kit.nix;
        substituters = lib.mkOptionDefault "";
        # As in nixpkgs since it is an option with a default: to be added to.
        system-features = [
          "nixos-test"
          "benchmark"
          "big-parallel"
          "kvm"
        ];
        trusted-users = [ "root" ];
      };
    };
    systemd.services.nix-daemon = {
      after = [ "nix-daemon.socket" ];
      description = "Nix Daemon";
      requires = [ "nix-daemon.socket" ];
      serviceConfig = {
        ExecStart = "@${cfg.package}/bin/nix-daemon nix-daemon --daemon";
        KillMode = "process";
        LimitNOFILE = 1048576;
      };
      unitConfig.RequiresMountsFor = "/nix/store";
    };
    systemd.sockets.nix-daemon = {
      description = "Nix Daemon Socket";
      listenStreams = [ "/nix/var/nix/daemon-socket/socket" ];
      wantedBy = [ "sockets.target" ];
    };
  };
}
