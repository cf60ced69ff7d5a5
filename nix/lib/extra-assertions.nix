# What extra words of a command line may not contain: arguments that a module
# sets itself or whose value it must know. argparse takes the last of two, and
# any unambiguous prefix of a name.
{ lib }:
let
  nameOf = word: builtins.head (lib.splitString "=" word);
  given = value: value != null && value != false;
in
{
  # Argument → what to use instead, for those that are never free.
  own,
  # Options that must be set as such, since more depends on them.
  known,
  # The place of the typed options, for messages.
  path,
  # The place of the free words.
  place,
  table,
  values,
  words,
}:
let
  ofOption = lib.mapAttrs' (name: row: {
    name = row.argument;
    value = name;
  }) table.options;
  ofChoice = lib.concatMapAttrs (
    choice: arguments:
    lib.mapAttrs' (_: argument: {
      name = argument;
      value = choice;
    }) arguments
  ) table.choices;
  arguments = builtins.attrNames (
    ofOption // ofChoice // table.elsewhere // own
  );

  # Why an argument isn't free; null when it is.
  reason =
    argument:
    let
      option = ofOption.${argument} or null;
      choice = ofChoice.${argument} or null;
    in
    if own ? ${argument} then
      own.${argument}
    else if choice != null && given values.${choice} then
      "${path}.${choice}, which is set"
    else if option == null then
      null
    else if builtins.elem option known then
      "${path}.${option}"
    else if given values.${option} then
      "${path}.${option}, which is set"
    else
      null;

  meant =
    name:
    if builtins.elem name arguments then
      [ name ]
    else
      builtins.filter (lib.hasPrefix name) arguments;
  wrong =
    word:
    let
      name = nameOf word;
      taken = builtins.filter (argument: reason argument != null) (
        meant name
      );
      argument = builtins.head taken;
      short = lib.optionalString (name != argument) " (${argument})";
    in
    lib.optional (lib.hasPrefix "--" word && name != "--" && taken != [ ]) {
      assertion = false;
      message = "${place}: ${name}${short} is ${reason argument}.";
    };
in
lib.concatMap wrong words
