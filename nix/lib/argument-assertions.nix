# What types can't check about arguments: that the package's version has them,
# and that a chosen argument has the value it needs.
{ lib }:
let
  typeOf = import ./argument-type.nix { inherit lib; };
  given = value: value != null && value != false;

  # An argument that the version lacks, or that took other values in it.
  ofVersion =
    { path, version, ... }:
    {
      name,
      row,
      value,
    }:
    let
      upTo = until: lib.versionAtLeast until version;
      older = row.older or null;
      typeThen = typeOf ({ values = [ ]; } // older);
    in
    [
      {
        assertion =
          (row ? after -> !(upTo row.after))
          && (row ? until -> upTo row.until);
        message = (
          "${path}.${name}: version ${version} of the package has "
          + "no argument ${row.argument}."
        );
      }
      {
        assertion =
          older != null && upTo older.until && value != null
          -> typeThen.check value;
        message = (
          "${path}.${name}: ${row.argument} of version ${version} takes a "
          + "${typeThen.description}."
        );
      }
    ];
in
# In: the table, the options' path for messages, their values, the package's
# version.
{
  path,
  table,
  values,
  version,
}@input:
let
  rowsGiven = lib.filterAttrs (
    name: row: !(row ? group) && given values.${name}
  ) table.options;
  rowsChosen = lib.filterAttrs (
    name: row: row ? group && values.${row.group} == name
  ) table.options;
  # Those that can't stand alone.
  needing = lib.filterAttrs (
    _: row:
    builtins.elem row.type [
      "float"
      "int"
      "path"
      "string"
    ]
  ) rowsChosen;
in
lib.concatLists (
  lib.mapAttrsToList (
    name: row:
    ofVersion input {
      inherit name row;
      value = values.${name};
    }
  ) (rowsGiven // rowsChosen)
)
++ lib.mapAttrsToList (name: row: {
  assertion = values.${name} != null;
  message = (
    "${path}.${row.group}: ${name} needs a value; give it to "
    + "${path}.${name}."
  );
}) needing
