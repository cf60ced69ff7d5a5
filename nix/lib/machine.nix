# What a first deployment compares with the host: whatever decides whether it
# boots and can be reached. `or` covers options that not every release has.
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

  # In this order: NixOS leaves GRUB on by default beside loaders that aren't
  # options of its own.
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

  # Users and groups can both declare a membership.
  groupsOf =
    name: one:
    lib.unique (
      [ one.group ]
      ++ one.extraGroups
      ++ builtins.attrNames (
        lib.filterAttrs (
          _: group: builtins.elem name (group.members or [ ])
        ) config.users.groups
      )
    );
  gidOf = group: (config.users.groups.${group} or { }).gid or null;
  user = name: one: {
    gids = builtins.filter (gid: gid != null) (
      map gidOf (groupsOf name one)
    );
    groups = groupsOf name one;
    uid = one.uid or null;
    keys =
      one.openssh.authorizedKeys.keys
      ++ map builtins.readFile one.openssh.authorizedKeys.keyFiles;
  };
  # Both write the rules for root and wheel that they have by default beside a
  # host's own, in the order of /etc/sudoers.
  sudo =
    if config.security.sudo-rs.enable or false then
      config.security.sudo-rs
    else
      config.security.sudo;
  sudoRule = rule: {
    inherit (rule) groups host users;
    commands = map (
      command:
      if builtins.isString command then
        {
          inherit command;
          options = [ ];
        }
      else
        {
          inherit (command) command options;
        }
    ) rule.commands;
    run-as = rule.runAs;
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
  host-name = config.networking.hostName;
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
    inherit (sudo) enable;
    extra-config = sudo.extraConfig;
    rules = map sudoRule sudo.extraRules;
    wheel-only = sudo.execWheelOnly;
  };
  # root is there, declared or not.
  users = {
    root = {
      gids = [ 0 ];
      groups = [ ];
      keys = [ ];
      uid = 0;
    };
  }
  // lib.mapAttrs user people;
}
