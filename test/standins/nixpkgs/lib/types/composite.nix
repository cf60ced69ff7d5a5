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
          merged = builtins.zipAttrsWith (
            name: sub (loc ++ [ name ]) elem
          ) pieces;
          present =
            if lazy then merged else lib.filterAttrs (_: m: m.isDefined) merged;
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
in
{
  inherit listOf;
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
}
