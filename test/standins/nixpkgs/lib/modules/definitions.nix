# From the definitions of one option to its value.
lib:
let
  priorityOf =
    d:
    if lib.isType "override" d.value then
      d.value.priority
    else
      lib.defaultOverridePriority;
  orderOf =
    d:
    if lib.isType "order" d.value then
      d.value.priority
    else
      lib.defaultOrderPriority;
  strip =
    type: d:
    if lib.isType type d.value then
      d // { value = d.value.content; }
    else
      d;
in
{
  # Those of the highest priority (the lowest number), without it.
  filterOverrides =
    defs:
    let
      highest = builtins.foldl' (
        best: d: lib.min best (priorityOf d)
      ) 9999 defs;
    in
    {
      inherit highest;
      values = map (strip "override") (
        builtins.filter (d: priorityOf d == highest) defs
      );
    };

  sortProperties =
    defs:
    if lib.any (d: lib.isType "order" d.value) defs then
      map (strip "order") (
        builtins.sort (a: b: orderOf a < orderOf b) defs
      )
    else
      defs;

  # defs: list of { file, value }. The words are nixpkgs'.
  mergeDefinitions =
    loc: type: defs:
    let
      live = builtins.concatMap (
        d:
        map (value: {
          inherit (d) file;
          inherit value;
        }) (lib.dischargeProperties d.value)
      ) defs;
      overridden = lib.filterOverrides live;
      final = lib.sortProperties overridden.values;
      wrong = builtins.filter (d: !(type.check d.value)) final;
    in
    {
      highestPrio = overridden.highest;
      inherit final;
      isDefined = final != [ ];
      value =
        if final == [ ] then
          throw (
            "The option `${lib.showOption loc}' was accessed but "
            + "has no value defined. Try setting the option."
          )
        else if wrong != [ ] then
          throw (
            "A definition for option `${lib.showOption loc}' is "
            + "not of type `${type.description}'. "
            + (
              if type.explain != null then
                "TypeError: ${type.explain loc final}"
              else
                "Definition values:${lib.showDefs wrong}"
            )
          )
        else
          type.merge loc final;
    };
}
