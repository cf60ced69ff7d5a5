# A value that is a set of options of its own.
lib:
let
  inherit (lib.types) mkType;
  submoduleWith =
    {
      modules,
      specialArgs ? { },
      shorthandOnlyDefinesConfig ? false,
      description ? null,
      class ? null,
    }@input:
    let
      isModule =
        x: builtins.isAttrs x || builtins.isFunction x || builtins.isPath x;
      evaluate =
        loc: extra:
        lib.evalModules {
          inherit class specialArgs;
          prefix = loc;
          modules = [
            {
              _module.args.name = lib.mkOptionDefault (
                if loc == [ ] then "‹name›" else lib.last loc
              );
            }
          ]
          ++ modules
          ++ extra;
        };
      asModule =
        d:
        if builtins.isAttrs d.value && shorthandOnlyDefinesConfig then
          {
            _file = d.file;
            config = d.value;
          }
        else
          {
            _file = d.file;
            imports = [ d.value ];
          };
    in
    mkType {
      name = "submodule";
      description =
        if description == null then "submodule" else description;
      check = isModule;
      explain = lib.types.explainBy isModule;
      getSubOptions =
        prefix: (evaluate prefix [ { _module.check = false; } ]).options;
      merge = loc: defs: (evaluate loc (map asModule defs)).config;
      join =
        other:
        submoduleWith (input // { modules = modules ++ other.modules; });
      inherit modules;
    };
in
{
  inherit submoduleWith;
  submodule =
    modules:
    submoduleWith {
      shorthandOnlyDefinesConfig = true;
      modules = lib.toList modules;
    };
  deferredModule = mkType {
    name = "deferredModule";
    description = "module";
    check =
      x: builtins.isAttrs x || builtins.isFunction x || builtins.isPath x;
    merge =
      loc: defs:
      let
        place = d: "${d.file}, via option ${lib.showOption loc}";
      in
      {
        imports = map (
          d: lib.setDefaultModuleLocation (place d) d.value
        ) defs;
      };
  };
}
