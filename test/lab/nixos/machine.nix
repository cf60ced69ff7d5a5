# The rehearsal machine as a NixOS sees it: what nixos-generate-config would
# say of it, and what its being a container with Debian's programs wants.
{ lib, pkgs, ... }:
{
  imports = [
    ./default.nix
    ./nvidia-machine.nix
  ];

  boot.loader.efi.canTouchEfiVariables = lib.mkDefault false;

  # What makes manuals isn't there.
  documentation.enable = false;

  # Else tmpfiles takes the loader of Debian's programs away.
  environment.ldso = "/debian/usr/lib64/ld-linux-x86-64.so.2";

  fileSystems."/" = {
    device = "/dev/disk/by-uuid/5d0a9d42-1c5e-4b8e-9a50-0b2f5f4c7a11";
    fsType = "ext4";
  };

  fileSystems."/boot" = {
    device = "/dev/disk/by-uuid/9C1B-7E42";
    fsType = "vfat";
  };

  fonts.fontconfig.enable = false;

  # Debian's C library has this one built in.
  i18n.defaultLocale = "C.UTF-8";

  # The machine's network is there before it boots.
  networking.useDHCP = false;

  nix.settings = {
    # Links lead there.
    extra-sandbox-paths = [
      "/bin/sh=/debian/usr/bin/bash-static"
      "/debian"
      "/lib"
      "/lib64"
      "/usr"
    ];
    # No cache can be reached.
    substituters = lib.mkForce [ ];
  };

  nixpkgs.hostPlatform = "x86_64-linux";

  services.dbus.implementation = "dbus";

  # Debian's C library finds its own modules.
  services.nscd.enable = false;
  system.nssModules = lib.mkForce [ ];

  # A kernel without modules has no such setting.
  system.activationScripts.modprobe = lib.mkForce "";

  # The boot loader's builder copies it; nothing boots it.
  system.build.initialRamdisk = lib.mkForce (
    pkgs.runCommand "initrd" { } ''
      mkdir $out
      echo "an initrd that is a file" > $out/initrd
    ''
  );

  # It wants a program of Rust that makes archives.
  systemd.shutdownRamfs.enable = false;

  # Debian has the users' bus in a package of its own.
  systemd.user.services.dbus.serviceConfig = {
    ExecReload = lib.concatStringsSep " " [
      "/debian/usr/bin/dbus-send --print-reply --session"
      "--type=method_call --dest=org.freedesktop.DBus /"
      "org.freedesktop.DBus.ReloadConfig"
    ];
    ExecStart = lib.concatStringsSep " " [
      "/debian/usr/bin/dbus-daemon --session --address=systemd:"
      "--nofork --nopidfile --systemd-activation --syslog-only"
    ];
    Type = "notify";
  };
  systemd.user.sockets.dbus.listenStreams = [ "%t/bus" ];

  # Where Debian's sshd looks.
  systemd.tmpfiles.rules = [ "d /run/sshd 0755 root root" ];
}
