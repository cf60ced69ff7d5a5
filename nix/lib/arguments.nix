# Typed options from a table of command-line arguments, and the words back.
# A row: { argument, type, values?, group?, after?, until? }; types are below.
{ lib }:
let
  inherit (lib) types;

  # `value`: an argument that may also stand alone, which is said by `true`.
  typeOf =
    row:
    let
      values = types.enum row.values;
      all = {
        enum = values;
        flag = types.bool;
        float = types.either types.float types.int;
        floats = types.listOf (types.either types.float types.int);
        int = types.int;
        list = types.listOf types.str;
        optional-int = types.either types.bool types.int;
        optional-string = types.either types.bool types.str;
        path = types.path;
        paths = types.listOf types.path;
        several = types.listOf values;
        string = types.str;
      };
    in
    all.${row.type};

  show =
    value:
    if builtins.isFloat value then
      builtins.toJSON value
    else
      toString value;

  wordsOf =
    row: value:
    if value == null || value == false then
      [ ]
    else if value == true then
      [ row.argument ]
    else if builtins.isList value then
      [ row.argument ] ++ map show value
    else
      [ "${row.argument}=${show value}" ];
in
rec {
  # Declarations for a submodule: unset is null.
  optionsOf = builtins.mapAttrs (
    name: row:
    lib.mkOption {
      type = types.nullOr (typeOf row);
      default = null;
      description = "The argument `${row.argument}`.";
    }
  );

  # The command line, in the order of the option names.
  wordsFor =
    table: values:
    lib.concatLists (
      lib.mapAttrsToList (name: row: wordsOf row values.${name}) table
    );

  isGiven =
    values: name: values.${name} != null && values.${name} != false;

  # Assertions: of a group only one, and nothing that the version lacks.
  assertionsFor =
    {
      path,
      table,
      values,
      version,
    }:
    let
      given = builtins.filter (isGiven values) (builtins.attrNames table);
      groups = builtins.groupBy (name: table.${name}.group or "") given;
      exclusive = removeAttrs groups [ "" ];
    in
    lib.mapAttrsToList (_: names: {
      assertion = builtins.length names == 1;
      message = (
        "${path}: only one of ${lib.concatStringsSep ", " names} "
        + "may be set."
      );
    }) exclusive
    ++ map (
      name:
      let
        row = table.${name};
      in
      {
        assertion =
          (row ? after -> lib.versionOlder row.after version)
          && (row ? until -> lib.versionAtLeast row.until version);
        message = (
          "${path}.${name}: version ${version} of the package has "
          + "no argument ${row.argument}."
        );
      }
    ) given;
}
