# Declaring options, and speaking about them.
lib: {
  isOption = x: builtins.isAttrs x && (x._type or null) == "option";
  mkOption = attrs: attrs // { _type = "option"; };
  mkEnableOption =
    name:
    lib.mkOption {
      default = false;
      description = "Whether to enable ${name}.";
      example = true;
      type = lib.types.bool;
    };
  mkPackageOption =
    pkgs: name:
    {
      nullable ? false,
      default ? name,
      example ? null,
      extraDescription ? "",
      pkgsText ? "pkgs",
    }:
    let
      path = lib.toList (if default == null then name else default);
    in
    lib.mkOption (
      {
        type =
          if nullable then
            lib.types.nullOr lib.types.package
          else
            lib.types.package;
        description = (
          "The ${lib.last (lib.toList name)} package to use. "
          + "${extraDescription}"
        );
      }
      // lib.optionalAttrs (default != null) {
        default = lib.attrByPath path (throw (
          "${lib.concatStringsSep "." path} cannot be found in ${pkgsText}"
        )) pkgs;
        defaultText = lib.literalExpression (
          "${pkgsText}.${lib.concatStringsSep "." path}"
        );
      }
      // lib.optionalAttrs (example != null) { inherit example; }
    );
  literalExpression = text: {
    _type = "literalExpression";
    inherit text;
  };
  literalMD = text: {
    _type = "literalMD";
    inherit text;
  };

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
  showFiles =
    files: lib.concatMapStringsSep " and " (f: "`${f}'") files;
  # The lines below "Definition values:".
  showDefs =
    definitions:
    lib.concatMapStrings (
      d:
      "\n- In `${toString d.file}'${
        lib.optionalString (d ? value) (": " + lib.showValue d.value)
      }"
    ) definitions;
  # A value in one line, without forcing what can't be shown.
  showValue =
    value:
    let
      shown = builtins.tryEval (lib.showValueDeep 3 value);
    in
    if shown.success then shown.value else "<error>";
  showValueDeep =
    depth: value:
    if lib.isDerivation value then
      "<derivation ${value.name or "?"}>"
    else if builtins.isFunction value then
      "<function>"
    else if builtins.isList value then
      if value == [ ] then
        "[ ]"
      else if depth == 0 then
        "[ ... ]"
      else
        "[ ${
          lib.concatMapStringsSep " " (lib.showValueDeep (depth - 1)) value
        } ]"
    else if builtins.isAttrs value then
      if value == { } then
        "{ }"
      else if depth == 0 then
        "{ ... }"
      else
        "{ ${
          lib.concatMapAttrsStringSep " " (
            n: v:
            "${lib.showOption [ n ]} = ${lib.showValueDeep (depth - 1) v};"
          ) value
        } }"
    else if builtins.isPath value then
      toString value
    else
      builtins.toJSON value;

  mergeDefaultOption =
    loc: defs:
    let
      values = map (d: d.value) defs;
      first = builtins.head values;
    in
    if builtins.length defs == 1 then
      first
    else if lib.all builtins.isFunction values then
      x:
      lib.mergeDefaultOption loc (
        map (d: d // { value = d.value x; }) defs
      )
    else if lib.all builtins.isList values then
      lib.concatLists values
    else if lib.all builtins.isAttrs values then
      builtins.foldl' (a: b: a // b) { } values
    else if lib.all builtins.isBool values then
      lib.any lib.id values
    else if lib.all builtins.isString values then
      lib.concatStrings values
    else if lib.all (v: v == first) values then
      first
    else
      lib.conflict loc defs;
  # Definitions must be equal.
  mergeEqualOption =
    loc: defs:
    let
      first = (builtins.head defs).value;
    in
    if lib.all (d: d.value == first) defs then
      first
    else
      lib.conflict loc defs;
  mergeOneOption =
    loc: defs:
    if builtins.length defs == 1 then
      (builtins.head defs).value
    else
      lib.onceOnly loc defs;

  conflict =
    loc: defs:
    throw (
      "The option `${lib.showOption loc}' has conflicting "
      + "definition values:${lib.showDefs defs}\nUse `lib.mkForce "
      + "value` or `lib.mkDefault value` to change the priority on "
      + "any of these definitions."
    );
  onceOnly =
    loc: defs:
    throw (
      "The option `${lib.showOption loc}' is defined multiple "
      + "times while it's expected to be unique.\nDefinition "
      + "values:${lib.showDefs defs}\nUse `lib.mkForce value` or "
      + "`lib.mkDefault value` to change the priority on any of "
      + "these definitions."
    );
}
