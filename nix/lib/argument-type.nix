# The type of an option from its row in a table of command-line arguments.
{ lib }:
let
  inherit (lib) types;
  number = types.either types.float types.int;
in
# A row: { type, values?, … }. `true` gives an argument without its value, where
# it may stand alone.
row:
let
  values = types.enum row.values;
  all = {
    enum = values;
    flag = types.bool;
    float = number;
    floats = types.listOf number;
    int = types.int;
    list = types.listOf types.str;
    log-outputs = types.either types.bool (
      types.either values (
        types.listOf (
          types.strMatching "(${lib.concatStringsSep "|" row.values})( +/.+)?"
        )
      )
    );
    optional-enum = types.either types.bool values;
    optional-int = types.either types.bool types.int;
    optional-string = types.either types.bool types.str;
    path = types.path;
    paths = types.listOf types.path;
    repeated = types.listOf types.str;
    several = types.listOf values;
    string = types.str;
  };
in
all.${row.type}
