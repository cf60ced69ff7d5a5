# Types made of others.
lib:
let
  inherit (lib.types) describe explainBy mkType;
  sub =
    loc: type: defs:
    lib.mergeDefinitions loc type defs;

  attrsWith =
    { elem, lazy }:
    mkType {
      name = if lazy then "lazyAttrsOf" else "attrsOf";
      description = "${if lazy then "lazy " else ""}attribute set of ${
        describe [
          "composite"
          "noun"
        ] elem
      }";
      descriptionClass = "composite";
      check = builtins.isAttrs;
      explain = explainBy builtins.isAttrs;
      nestedTypes.elemType = elem;
      getSubOptions = prefix: elem.getSubOptions (prefix ++ [ "<name>" ]);
      merge =
        loc: defs:
        let
          pieces = builtins.concatMap (
            d:
            map (builtins.mapAttrs (
              _: value: {
                inherit (d) file;
                inherit value;
              }
            )) (lib.pushDownProperties d.value)
          ) defs;
          merged = builtins.zipAttrsWith (name: sub (loc ++ [ name ]) elem) pieces;
          present = if lazy then merged else lib.filterAttrs (_: m: m.isDefined) merged;
        in
        builtins.mapAttrs (_: m: m.value) present;
      join =
        other:
        let
          both = lib.types.mergeTypes elem other.nestedTypes.elemType;
        in
        if both == null then
          null
        else
          attrsWith {
            elem = both;
            inherit lazy;
          };
    };

  listOf =
    elem:
    mkType {
      name = "listOf";
      description = "list of ${
        describe [
          "composite"
          "noun"
        ] elem
      }";
      descriptionClass = "composite";
      check = builtins.isList;
      explain = explainBy builtins.isList;
      nestedTypes.elemType = elem;
      getSubOptions = prefix: elem.getSubOptions (prefix ++ [ "*" ]);
      merge =
        loc: defs:
        map (m: m.value) (
          builtins.filter (m: m.isDefined) (
            builtins.concatLists (
              lib.imap1 (
                n: d:
                lib.imap1 (
                  k: value:
                  sub
                    (
                      loc
                      ++ [
                        "[definition ${toString n}-entry ${toString k}]"
                      ]
                    )
                    elem
                    [
                      {
                        inherit (d) file;
                        inherit value;
                      }
                    ]
                ) d.value
              ) defs
            )
          )
        );
      join =
        other:
        let
          both = lib.types.mergeTypes elem other.nestedTypes.elemType;
        in
        if both == null then null else listOf both;
    };

  either =
    a: b:
    mkType {
      name = "either";
      description = "${
        describe [
          "conjunction"
          "noun"
        ] a
      } or ${
        describe [
          "composite"
          "conjunction"
          "noun"
        ] b
      }";
      descriptionClass = "conjunction";
      check = x: a.check x || b.check x;
      explain =
        loc: defs:
        "The option `${lib.showOption loc}` is neither a value of type "
        + "`${a.description}` nor `${b.description}`, "
        + "Definition values: ${lib.showDefs defs}";
      nestedTypes = {
        left = a;
        right = b;
      };
      merge =
        loc: defs:
        if lib.all (d: a.check d.value) defs then
          a.merge loc defs
        else if lib.all (d: b.check d.value) defs then
          b.merge loc defs
        else
          lib.mergeOneOption loc defs;
    };
in
{
  inherit either listOf;
  addCheck =
    type: check:
    let
      both = x: type.check x && check x;
    in
    type
    // {
      check = both;
      explain = if type.explain == null then null else explainBy both;
    };
  attrsOf =
    elem:
    attrsWith {
      inherit elem;
      lazy = false;
    };
  lazyAttrsOf =
    elem:
    attrsWith {
      inherit elem;
      lazy = true;
    };
  coercedTo =
    from: convert: to:
    let
      check = x: (from.check x && to.check (convert x)) || to.check x;
    in
    mkType {
      name = "coercedTo";
      description = "${
        describe [
          "composite"
          "noun"
        ] to
      } or ${
        describe [
          "noun"
        ] from
      } convertible to it";
      descriptionClass = "conjunction";
      inherit check;
      explain = explainBy check;
      inherit (to) getSubOptions;
      merge =
        loc: defs:
        to.merge loc (
          map (
            d:
            d
            // {
              value = if from.check d.value then convert d.value else d.value;
            }
          ) defs
        );
    };
  functionTo =
    elem:
    mkType {
      name = "functionTo";
      description = "function that evaluates to a(n) ${elem.description}";
      descriptionClass = "composite";
      check = builtins.isFunction;
      merge =
        loc: defs: x:
        (sub (loc ++ [ "<function body>" ]) elem (
          map (d: d // { value = d.value x; }) defs
        )).value;
    };
  nonEmptyListOf =
    elem:
    lib.types.addCheck (listOf elem) (x: x != [ ])
    // {
      name = "nonEmptyListOf";
      description = "non-empty ${describe [ "noun" ] (listOf elem)}";
    };
  nullOr =
    elem:
    mkType {
      name = "nullOr";
      description = "null or ${
        describe [
          "conjunction"
          "noun"
        ] elem
      }";
      descriptionClass = "conjunction";
      check = x: x == null || elem.check x;
      nestedTypes.elemType = elem;
      inherit (elem) getSubOptions;
      merge =
        loc: defs:
        let
          nulls = builtins.length (builtins.filter (d: d.value == null) defs);
        in
        if nulls == builtins.length defs then
          null
        else if nulls != 0 then
          throw (
            "The option `${lib.showOption loc}` is defined both null and "
            + "not null, in ${lib.showFiles (map (d: d.file) defs)}."
          )
        else
          elem.merge loc defs;
    };
  oneOf =
    types:
    if types == [ ] then
      throw "types.oneOf needs to get at least one type in its argument"
    else
      builtins.foldl' either (builtins.head types) (builtins.tail types);
}
