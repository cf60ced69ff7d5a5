# What a first deployment compares with the host: whatever decides whether it
# boots and is reached. Options that not every release has are asked for with
# `or`.
{ lib }:
config:
let
  inherit (config.boot) initrd loader;
  inherit (config.networking) firewall interfaces;
  ssh = config.services.openssh;
  networks = config.systemd.network.networks or { };

  needed = [
    "/"
    "/boot"
    "/boot/efi"
    "/efi"
    "/nix"
    "/nix/store"
  ];

  fileSystem = fs: {
    device =
      if fs.device != null then
        fs.device
      else
        "/dev/disk/by-label/${toString fs.label}";
    type = fs.fsType;
  };

  # Ordered: NixOS leaves GRUB's default on beside others that aren't options
  # of its own.
  kinds = [
    {
      is = config.boot.lanzaboote.enable or false;
      name = "lanzaboote";
    }
    {
      is = loader.systemd-boot.enable;
      name = "systemd-boot";
    }
    {
      is = loader.limine.enable or false;
      name = "limine";
    }
    {
      is = loader.generic-extlinux-compatible.enable or false;
      name = "extlinux";
    }
    {
      is = loader.grub.enable;
      name = "grub";
    }
  ];

  # An address is a set in `interfaces`, and a string with a prefix length in
  # systemd's networks.
  addressesOf =
    interface:
    map (entry: entry.address) (
      (interface.ipv4.addresses or [ ])
      ++ (interface.ipv6.addresses or [ ])
    );
  plain = address: builtins.head (lib.splitString "/" address);
  fixed = lib.filterAttrs (_: one: addressesOf one != [ ]) interfaces;

  user = one: {
    groups = one.extraGroups ++ [ one.group ];
    keys =
      one.openssh.authorizedKeys.keys
      ++ map builtins.readFile one.openssh.authorizedKeys.keyFiles;
  };
  people = lib.filterAttrs (
    name: one: one.isNormalUser || name == "root"
  ) config.users.users;
in
{
  addresses =
    lib.concatMap addressesOf (lib.attrValues fixed)
    ++ map plain (
      lib.concatMap (one: one.address or [ ]) (lib.attrValues networks)
    );
  file-systems = lib.mapAttrs (_: fileSystem) (
    lib.filterAttrs (
      mountPoint: _: builtins.elem mountPoint needed
    ) config.fileSystems
  );
  firewall = {
    inherit (firewall) enable;
    open =
      map (port: {
        from = port;
        to = port;
      }) firewall.allowedTCPPorts
      ++ map (range: { inherit (range) from to; }) (
        firewall.allowedTCPPortRanges or [ ]
      );
  };
  host-id = config.networking.hostId;
  interfaces = builtins.attrNames fixed;
  loader =
    (lib.findFirst (kind: kind.is) { name = "none"; } kinds).name;
  luks = lib.mapAttrs (_: one: one.device) initrd.luks.devices;
  ssh = {
    inherit (ssh) enable ports;
    home-keys = lib.any (lib.hasPrefix "%h/") ssh.authorizedKeysFiles;
    root-login = ssh.settings.PermitRootLogin or "prohibit-password";
  };
  state-version = config.system.stateVersion;
  sudo = {
    enable =
      config.security.sudo.enable
      || (config.security.sudo-rs.enable or false);
    # Rules of one's own aren't understood here.
    rules =
      config.security.sudo.extraRules != [ ]
      || config.security.sudo.extraConfig != "";
    wheel-needs-password = config.security.sudo.wheelNeedsPassword;
  };
  # root is there, declared or not.
  users = {
    root = {
      groups = [ ];
      keys = [ ];
    };
  }
  // lib.mapAttrs (_: user) people;
}
