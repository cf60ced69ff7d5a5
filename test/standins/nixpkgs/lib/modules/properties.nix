# What may stand around a value: a condition, a priority, an order.
lib: {
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };
  defaultOverridePriority = 100;
  defaultOrderPriority = 1000;
  mkOptionDefault = lib.mkOverride 1500;
  mkDefault = lib.mkOverride 1000;
  mkImageMediaOverride = lib.mkOverride 60;
  mkForce = lib.mkOverride 50;
  mkVMOverride = lib.mkOverride 10;
  mkBefore = lib.mkOrder 500;
  mkAfter = lib.mkOrder 1500;

  propertyOf =
    x: if builtins.isAttrs x then x._type or null else null;
  isType = type: x: lib.propertyOf x == type;

  # Moves what stands around a set to each of its attributes: a list of sets.
  # Conditions are not evaluated here, so that a module may depend on config.
  pushDownProperties =
    value:
    let
      property = lib.propertyOf value;
      around =
        wrap:
        map (builtins.mapAttrs (_: wrap)) (
          lib.pushDownProperties value.content
        );
    in
    if property == "merge" then
      builtins.concatMap lib.pushDownProperties value.contents
    else if property == "if" then
      around (lib.mkIf value.condition)
    else if property == "override" then
      around (lib.mkOverride value.priority)
    else if property == "order" then
      around (lib.mkOrder value.priority)
    else
      [ value ];

  # The values whose conditions hold.
  dischargeProperties =
    value:
    let
      property = lib.propertyOf value;
    in
    if property == "merge" then
      builtins.concatMap lib.dischargeProperties value.contents
    else if property == "if" then
      if !(builtins.isBool value.condition) then
        throw "‘mkIf’ called with a non-Boolean condition"
      else if value.condition then
        lib.dischargeProperties value.content
      else
        [ ]
    else
      [ value ];
}
