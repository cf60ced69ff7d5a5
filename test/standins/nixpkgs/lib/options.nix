# Declaring options, and speaking about them.
lib:
import ./show.nix lib
// {
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
      + "definition values:${lib.showDefs defs}\n${lib.priorityHint}"
    );
  onceOnly =
    loc: defs:
    throw (
      "The option `${lib.showOption loc}' is defined multiple "
      + "times while it's expected to be unique.\n\nDefinition "
      + "values:${lib.showDefs defs}\n${lib.priorityHint}"
    );
  priorityHint =
    "Use `lib.mkForce value` or `lib.mkDefault value` to change the "
    + "priority on any of these definitions.";
}
