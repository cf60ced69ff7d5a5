# Typed options from a table of command-line arguments, and the words back. The
# tables are nix/data/<app>-options.json: options by name, choices (sets of
# arguments that exclude each other) by name and value.
{ lib }:
let
  wordsOf = import ./argument-words.nix;
  splitOption = import ./split-option.nix;

  # The words of a choice: those of the chosen argument.
  chosen =
    table: values: name:
    let
      value = values.${name};
      row = table.options.${value} or null;
    in
    if value == null then
      [ ]
    else if
      row == null
      || builtins.elem values.${value} [
        false
        null
        true
      ]
    then
      [ table.choices.${name}.${value} ]
    else
      wordsOf row values.${value};
in
{
  assertionsFor = import ./argument-assertions.nix { inherit lib; };
  extraAssertions = import ./extra-assertions.nix { inherit lib; };
  optionsOf = import ./argument-options.nix { inherit lib; };

  # The command line: by section where a table has any, then by option.
  wordsFor =
    table: values:
    let
      single = lib.filterAttrs (_: row: !(row ? group)) table.options;
      names = builtins.attrNames (single // table.choices);
      sectionOf =
        name: single.${name}.section or table.sections.${name} or "";
      words =
        name:
        if single ? ${name} then
          wordsOf single.${name} values.${name}
        else
          chosen table values name;
    in
    lib.concatMap words (
      lib.concatLists (
        builtins.attrValues (builtins.groupBy sectionOf names)
      )
    );

  # The words of both options for what the table doesn't have.
  extraWords =
    cfg:
    lib.concatMap splitOption (
      cfg.options.extra-options ++ cfg.extra-options
    );
}
