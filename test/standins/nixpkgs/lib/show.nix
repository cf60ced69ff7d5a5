# Values in errors, as Nix would read them and as nixpkgs lays them out.
lib:
let
  escaped = lib.escape [
    "\\"
    "\""
    "\${"
  ];
  text =
    many: indent: value:
    let
      lines = lib.splitString "\n" value;
      inner = map (lib.replaceStrings
        [ "\${" "''" ]
        [ "''\${" "'''" ]
      ) lines;
      end = lib.last inner;
    in
    if many && builtins.length lines > 1 then
      "''\n"
      + lib.concatMapStrings (line: "${indent}  ${line}\n") (
        lib.init inner
      )
      + "${indent}${lib.optionalString (end != "") "  ${end}"}''"
    else
      "\"${lib.concatMapStringsSep "\\n" escaped lines}\"";

  # A value on many lines or on one.
  pretty =
    many: depth: indent: value:
    let
      below = pretty many (depth - 1) "${indent}  ";
      before = if many then "\n${indent}  " else " ";
      after = if many then "\n${indent}" else " ";
      within =
        open: close: parts:
        if parts == [ ] then
          "${open} ${close}"
        else if depth == 0 then
          "${open}${before}...${after}${close}"
        else
          open + before + lib.concatStringsSep before parts + after + close;
    in
    if lib.isDerivation value then
      "<derivation ${value.name or "???"}>"
    else if builtins.isFunction value then
      "<function>"
    else if builtins.isList value then
      within "[" "]" (map below value)
    else if builtins.isAttrs value then
      within "{" "}" (
        lib.mapAttrsToList (
          name: inner: "${lib.showOption [ name ]} = ${below inner};"
        ) value
      )
    else if builtins.isPath value then
      toString value
    else if builtins.isString value then
      text many indent value
    else
      builtins.toJSON value;

  # What follows the file: five lines at most; nothing of what fails.
  shown =
    value:
    let
      tried = builtins.tryEval (pretty true 10 "" value);
      lines = lib.splitString "\n" tried.value;
      first =
        lib.take 5 lines ++ lib.optional (builtins.length lines > 5) "...";
    in
    if !tried.success then
      ""
    else if builtins.length lines > 1 then
      ":\n    ${lib.concatStringsSep "\n    " first}"
    else
      ": ${tried.value}";
in
{
  # The lines below "Definition values:".
  showDefs = lib.concatMapStrings (
    d:
    "\n- In `${toString d.file}'"
    + lib.optionalString (d ? value) (shown d.value)
  );
  showFiles =
    files: lib.concatMapStringsSep " and " (f: "`${f}'") files;
  # `a.b."c d"`; <name> and * stay as they are.
  showOption =
    loc:
    lib.concatMapStringsSep "." (
      part:
      if
        builtins.elem part [
          "*"
          "<name>"
        ]
        || builtins.match "[a-zA-Z_][a-zA-Z0-9_'-]*" part != null
      then
        part
      else
        builtins.toJSON part
    ) loc;
  # A value in one line, without forcing what can't be shown.
  showValue =
    value:
    let
      tried = builtins.tryEval (pretty false 3 "" value);
    in
    if tried.success then tried.value else "<error>";
}
