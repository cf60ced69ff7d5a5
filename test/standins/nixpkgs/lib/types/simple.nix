# Types without parts.
lib:
let
  inherit (lib.types) mkType;
  between =
    name: low: high: label:
    mkType {
      inherit name;
      description = (
        "${label} between ${toString low} and ${toString high} "
        + "(both inclusive)"
      );
      descriptionClass = "nonRestrictiveClause";
      check = x: builtins.isInt x && x >= low && x <= high;
    };
  ints = {
    between = low: high: between "intBetween" low high "integer";
    positive = mkType {
      name = "positiveInt";
      description = "positive integer, meaning >0";
      descriptionClass = "nonRestrictiveClause";
      check = x: builtins.isInt x && x > 0;
    };
    u8 = between "unsignedInt8" 0 255 "8 bit unsigned integer;";
    u16 = between "unsignedInt16" 0 65535 "16 bit unsigned integer;";
    u32 =
      between "unsignedInt32" 0 4294967295
        "32 bit unsigned integer;";
    unsigned = mkType {
      name = "unsignedInt";
      description = "unsigned integer, meaning >=0";
      descriptionClass = "nonRestrictiveClause";
      check = x: builtins.isInt x && x >= 0;
    };
  };
in
{
  mkType =
    {
      name,
      description ? name,
      descriptionClass ? "noun",
      check ? _: true,
      merge ? lib.mergeEqualOption,
      getSubOptions ? _: { },
      nestedTypes ? { },
      # The sentence after "TypeError:", from the place and all definitions; of
      # types that check as they merge (nixpkgs calls that v2).
      explain ? null,
      # Joins this type with another of the same name; null: they don't go
      # together.
      join ? null,
      ...
    }@attrs:
    attrs
    // {
      _type = "option-type";
      inherit
        name
        description
        descriptionClass
        check
        merge
        getSubOptions
        nestedTypes
        explain
        join
        ;
    };
  mkOptionType = lib.types.mkType;
  # What is said of definitions that a type's own check refuses.
  explainBy =
    check: _: defs:
    "Definition values: ${
      lib.showDefs (builtins.filter (d: !(check d.value)) defs)
    }";
  # Null: two declarations of one option contradict each other.
  mergeTypes =
    a: b:
    if a.name != b.name then
      null
    else if a.join != null then
      a.join b
    else if a.description == b.description then
      a
    else
      null;

  unspecified = mkType {
    name = "unspecified";
    description = "unspecified value";
    merge = lib.mergeDefaultOption;
  };
  raw = mkType {
    name = "raw";
    description = "raw value";
    merge = lib.mergeOneOption;
  };
  optionType = mkType {
    name = "optionType";
    check = x: lib.propertyOf x == "option-type";
    merge = lib.mergeOneOption;
  };
  bool = mkType {
    name = "bool";
    description = "boolean";
    check = builtins.isBool;
  };
  boolByOr = mkType {
    name = "boolByOr";
    description = "boolean (merged using or)";
    check = builtins.isBool;
    merge = _: lib.any (d: d.value);
  };
  int = mkType {
    name = "int";
    description = "signed integer";
    check = builtins.isInt;
  };
  float = mkType {
    name = "float";
    description = "floating point number";
    check = builtins.isFloat;
  };
  number = lib.types.either lib.types.int lib.types.float;
  inherit ints;
  port = ints.u16;
  attrs = mkType {
    name = "attrs";
    description = "attribute set";
    check = builtins.isAttrs;
    merge = _: builtins.foldl' (a: d: a // d.value) { };
  };
  enum =
    values:
    mkType {
      name = "enum";
      description =
        let
          show =
            v: if builtins.isString v then ''"${v}"'' else lib.showValue v;
        in
        if values == [ ] then
          "impossible (empty enum)"
        else if builtins.length values == 1 then
          "value ${show (builtins.head values)} (singular enum)"
        else
          "one of ${lib.concatMapStringsSep ", " show values}";
      descriptionClass =
        if builtins.length values < 2 then "noun" else "conjunction";
      check = x: builtins.elem x values;
      join = other: lib.types.enum (lib.unique (values ++ other.values));
      inherit values;
    };
  package = mkType {
    name = "package";
    check = x: lib.isDerivation x || lib.isStorePath x;
    merge = loc: defs: lib.mergeOneOption loc defs;
  };
  pkgs = mkType {
    name = "pkgs";
    description = "Nixpkgs package set";
    check = builtins.isAttrs;
    merge = lib.mergeOneOption;
  };
  # Whatever it is: sets are merged by attribute, the rest must be equal.
  anything = mkType {
    name = "anything";
    merge =
      loc: defs:
      let
        kinds = lib.unique (map (d: builtins.typeOf d.value) defs);
        first = (builtins.head defs).value;
      in
      if builtins.length kinds > 1 then
        lib.conflict loc defs
      else if kinds == [ "set" ] && !(lib.isDerivation first) then
        (lib.types.lazyAttrsOf lib.types.anything).merge loc defs
      else if kinds == [ "lambda" ] then
        x:
        lib.types.anything.merge (loc ++ [ "<function body>" ]) (
          map (d: d // { value = d.value x; }) defs
        )
      else
        lib.mergeEqualOption loc defs;
  };
}
