# Types of NixOS options that are more than a word, named in the table.
lib:
let
  inherit (lib) types;
  # Lists are joined, anything else must agree.
  joining =
    name: check:
    lib.mkOptionType {
      inherit check name;
      merge =
        loc: defs:
        if lib.any (d: builtins.isList d.value) defs then
          builtins.concatMap (d: lib.toList d.value) defs
        else
          lib.mergeEqualOption loc defs;
    };
  scalar =
    x:
    x == null
    || builtins.isBool x
    || builtins.isInt x
    || builtins.isFloat x
    || lib.isStringLike x;
  features = [
    "nixos-test"
    "benchmark"
    "big-parallel"
    "kvm"
  ];
  scalars = x: scalar x || (builtins.isList x && lib.all scalar x);
  # Lists are repeated lines; NixOS takes no mix of lists and other values.
  unitOption = lib.mkOptionType {
    name = "systemd option";
    check = scalars;
    merge =
      loc: defs:
      let
        lists = builtins.filter (d: builtins.isList d.value) defs;
      in
      if lists == [ ] then
        lib.mergeEqualOption loc defs
      else if builtins.length lists == builtins.length defs then
        lib.concatMap (d: d.value) defs
      else
        throw (
          "The definitions for systemd unit options should be either all "
          + "lists, representing repeatable options, or all non-lists, but "
          + "for the option ${lib.showOption loc}, the definitions are a "
          + "mix of list and non-list ${lib.options.showDefs defs}"
        );
  };
  snippet = types.submodule (
    { name, ... }:
    {
      options = {
        deps = lib.mkOption {
          type = types.listOf types.str;
          default = [ ];
        };
        supportsDryActivation = lib.mkOption {
          type = types.bool;
          default = false;
        };
        text = lib.mkOption { type = types.lines; };
      };
    }
  );
in
{
  activationScripts = types.attrsOf (
    types.coercedTo types.str (text: { inherit text; }) snippet
  );
  build = types.submodule {
    freeformType = types.lazyAttrsOf types.raw;
  };
  configuration = types.deferredModule;
  internal = types.raw;
  nixSettings = types.submodule {
    freeformType = types.attrsOf (joining "Nix config value" scalars);
    options.system-features = lib.mkOption {
      type = types.listOf types.str;
      default = features;
    };
  };
  nixpkgsConfig = lib.mkOptionType {
    name = "nixpkgs-config";
    description = "nixpkgs config";
    check = builtins.isAttrs;
    merge =
      _: builtins.foldl' (all: d: lib.recursiveUpdate all d.value) { };
  };
  sshSettings = types.submodule {
    freeformType = types.attrsOf (
      types.nullOr (
        types.oneOf [
          types.bool
          types.int
          types.str
          (types.listOf types.str)
        ]
      )
    );
    options = {
      KbdInteractiveAuthentication = lib.mkOption {
        type = types.nullOr types.bool;
        default = true;
      };
      PasswordAuthentication = lib.mkOption {
        type = types.nullOr types.bool;
        default = true;
      };
      PermitRootLogin = lib.mkOption {
        type = types.nullOr (
          types.enum [
            "yes"
            "without-password"
            "prohibit-password"
            "forced-commands-only"
            "no"
          ]
        );
        default = "prohibit-password";
      };
    };
  };
  sudoCommand = types.submodule {
    options = {
      command = lib.mkOption { type = types.str; };
      options = lib.mkOption {
        type = types.listOf types.str;
        default = [ ];
      };
    };
  };
  tmpfilesSettings = types.attrsOf (
    types.attrsOf (
      types.attrsOf (
        types.submodule (
          { name, ... }:
          {
            options =
              builtins.mapAttrs
                (
                  _: default:
                  lib.mkOption {
                    type = types.str;
                    inherit default;
                  }
                )
                {
                  age = "-";
                  argument = "";
                  group = "-";
                  mode = "-";
                  type = name;
                  user = "-";
                };
          }
        )
      )
    )
  );
  kernelParam =
    types.strMatching "([^\"[:space:]]|\"[^\"]*\")+"
    // {
      description = "string, with spaces inside double quotes";
    };
  # Names, of which table.nix makes a list again.
  moduleNames =
    types.coercedTo (types.listOf types.str)
      (names: lib.genAttrs names (_: true))
      (types.attrsOf types.bool);
  inherit unitOption;
  timeZone = types.nullOr (types.strMatching "[^ ]*") // {
    description = "null or string without spaces";
  };
  unitName = types.strMatching (
    "[a-zA-Z0-9@%:_.\\\\-]+[.](service|socket|device|mount|automount|swap|"
    + "target|path|timer|scope|slice)"
  );
  unitSection = types.attrsOf unitOption;
}
