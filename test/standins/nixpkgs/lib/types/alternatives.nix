# Types that are one thing or another.
lib:
let
  inherit (lib.types) describe explainBy mkType;
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
  inherit either;
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
