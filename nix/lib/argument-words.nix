# The words of one argument, in a form that argparse reads unambiguously.
let
  splitOption = import ./split-option.nix;

  # A Nix path is a file of its own in the store, whatever lies beside it.
  show =
    value:
    if builtins.isFloat value then
      builtins.toJSON value
    else if builtins.isPath value then
      "${value}"
    else
      toString value;
in
# In: a row of the table, and its option's value; null and false give no words.
row: value:
let
  joined = v: "${row.argument}=${show v}";
  # nargs="+" wants at least one word.
  some = builtins.elem row.type [
    "list"
    "log-outputs"
    "paths"
    "repeated"
  ];
in
if value == null || value == false || (some && value == [ ]) then
  [ ]
else if value == true then
  [ row.argument ]
else if row.type == "repeated" then
  map joined value
else if row.type == "log-outputs" && builtins.isList value then
  builtins.concatMap (
    output: [ row.argument ] ++ splitOption output
  ) value
else if builtins.isList value then
  [ row.argument ] ++ map show value
else
  [ (joined value) ]
