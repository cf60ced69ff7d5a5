# Modules that keep an old name working, or say what became of it.
lib: {
  mkAliasOptionModule =
    from: to:
    lib.doRename {
      inherit from to;
      visible = true;
      say = lib.id;
    };
  mkRenamedOptionModule =
    from: to:
    lib.doRename {
      inherit from to;
      visible = false;
      say = lib.warn (
        "Obsolete option `${lib.showOption from}' is used. It was "
        + "renamed to `${lib.showOption to}'."
      );
    };
  mkRemovedOptionModule =
    path: instead:
    { options, ... }:
    {
      options = lib.setAttrByPath path (
        lib.mkOption {
          visible = false;
          apply =
            _:
            throw (
              "The option `${lib.showOption path}' can no longer "
              + "be used since it's been removed. ${instead}"
            );
        }
      );
      config.assertions =
        let
          option = lib.getAttrFromPath path options;
        in
        [
          {
            assertion = !option.isDefined;
            message =
              "The option definition `${lib.showOption path}' in "
              + "${lib.showFiles option.files} no longer has any effect; "
              + "please remove it.\n${instead}\n";
          }
        ];
    };
  doRename =
    {
      from,
      to,
      visible,
      say,
    }:
    { config, options, ... }:
    let
      old = lib.getAttrFromPath from options;
    in
    {
      options = lib.setAttrByPath from (
        lib.mkOption {
          inherit visible;
          description = "Alias of {option}`${lib.showOption to}`.";
          apply = _: say (lib.getAttrFromPath to config);
        }
      );
      config = lib.setAttrByPath to (
        lib.mkIf old.isDefined (
          lib.mkMerge (
            map (
              d: lib.mkOverride old.highestPrio d.value
            ) old.definitionsWithLocations
          )
        )
      );
    };
}
