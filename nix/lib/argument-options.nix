# The type of an app's `options`: one option an argument, one enumeration for
# each set of arguments that exclude each other, and `extra-options`.
{ lib }:
let
  typeOf = import ./argument-type.nix { inherit lib; };
  inherit (lib) types;

  argument =
    _: row:
    lib.mkOption {
      type = types.nullOr (typeOf row);
      default = null;
      description =
        if row ? group then
          "The argument `${row.argument}`; short for a value of `${row.group}`."
        else
          "The argument `${row.argument}`.";
    };

  choice =
    _: arguments:
    lib.mkOption {
      type = types.nullOr (types.enum (builtins.attrNames arguments));
      default = null;
      description = (
        "At most one of these: "
        + lib.concatStringsSep ", " (
          lib.mapAttrsToList (
            value: word: "`${value}` is `${word}`"
          ) arguments
        )
        + "."
      );
    };

  # `lowvram = true` is another way to write `video-ram = "lowvram"`, so two of
  # a choice are two definitions of it, and refused as such.
  short =
    name: row:
    { config, ... }:
    let
      value = config.${name};
    in
    {
      _file = "option ${name}";
      config.${row.group} = lib.mkIf (
        value != null && value != false
      ) name;
    };
in
table:
types.submodule (
  [
    {
      options =
        builtins.mapAttrs argument table.options
        // builtins.mapAttrs choice table.choices
        // {
          extra-options = lib.mkOption {
            type = types.listOf types.str;
            default = [ ];
            example = [ "--future-arg-with-value foo" ];
            description = "Like `extra-options` of the service.";
          };
        };
    }
  ]
  ++ lib.mapAttrsToList short (
    lib.filterAttrs (_: row: row ? group) table.options
  )
)
