# Attribute sets.
lib: {
  inherit (builtins)
    attrNames
    attrValues
    catAttrs
    getAttr
    hasAttr
    intersectAttrs
    isAttrs
    listToAttrs
    mapAttrs
    removeAttrs
    zipAttrsWith
    ;

  attrByPath =
    path: fallback: set:
    if path == [ ] then
      set
    else if builtins.isAttrs set && set ? ${builtins.head path} then
      lib.attrByPath (builtins.tail path) fallback
        set.${builtins.head path}
    else
      fallback;
  attrVals = names: set: map (name: set.${name}) names;
  attrsToList = lib.mapAttrsToList lib.nameValuePair;
  concatMapAttrs =
    f: set:
    builtins.foldl' (a: b: a // b) { } (lib.mapAttrsToList f set);
  filterAttrs =
    pred: set:
    removeAttrs set (
      builtins.filter (name: !(pred name set.${name})) (
        builtins.attrNames set
      )
    );
  genAttrs =
    names: f:
    builtins.listToAttrs (map (n: lib.nameValuePair n (f n)) names);
  getAttrFromPath =
    path: set:
    lib.attrByPath path
      (throw "cannot find attribute '${lib.concatStringsSep "." path}'")
      set;
  hasAttrByPath =
    path: set:
    path == [ ]
    || (
      builtins.isAttrs set
      && set ? ${builtins.head path}
      && lib.hasAttrByPath (builtins.tail path) set.${builtins.head path}
    );
  isDerivation =
    x: builtins.isAttrs x && (x.type or null) == "derivation";
  mapAttrs' = f: set: builtins.listToAttrs (lib.mapAttrsToList f set);
  mapAttrsToList =
    f: set: map (name: f name set.${name}) (builtins.attrNames set);
  nameValuePair = name: value: { inherit name value; };
  optionalAttrs = cond: set: if cond then set else { };
  recursiveUpdate =
    a: b:
    a
    // builtins.mapAttrs (
      name: new:
      if
        a ? ${name} && builtins.isAttrs a.${name} && builtins.isAttrs new
      then
        lib.recursiveUpdate a.${name} new
      else
        new
    ) b;
  setAttrByPath =
    path: value:
    if path == [ ] then
      value
    else
      {
        ${builtins.head path} =
          lib.setAttrByPath (builtins.tail path) value;
      };
  updateManyAttrs = builtins.foldl' lib.recursiveUpdate { };
  zipAttrs = builtins.zipAttrsWith (_: values: values);
}
