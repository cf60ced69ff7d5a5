# All modules together, as one fixed point.
lib:
let
  internal = {
    _file = "lib/modules.nix";
    key = "lib/modules.nix";
    options._module = {
      args = lib.mkOption {
        type = lib.types.lazyAttrsOf lib.types.raw;
        internal = true;
        default = { };
      };
      check = lib.mkOption {
        type = lib.types.bool;
        internal = true;
        default = true;
      };
      freeformType = lib.mkOption {
        type = lib.types.nullOr lib.types.optionType;
        internal = true;
        default = null;
      };
    };
  };

  # The sentence for a definition without a declaration.
  missing =
    prefix: options: defs:
    let
      first = builtins.head defs;
      same = builtins.filter (d: d.prefix == first.prefix) defs;
      relative = lib.drop (builtins.length prefix) first.prefix;
      parent = lib.init relative;
      siblings = lib.attrByPath parent { } options;
      names = builtins.filter (n: n != "_module") (
        if lib.isOption siblings then [ ] else builtins.attrNames siblings
      );
      distance = lib.levenshtein (lib.last first.prefix);
      nearest = lib.take 3 (
        map (x: x.name) (
          builtins.sort (a: b: a.distance < b.distance) (
            map (name: {
              inherit name;
              distance = distance name;
            }) names
          )
        )
      );
      shown = map (
        n: "`${lib.showOption (lib.init first.prefix ++ [ n ])}'"
      ) nearest;
      list =
        if builtins.length shown == 1 then
          builtins.head shown
        else
          "${lib.concatStringsSep ", " (lib.init shown)} or ${lib.last shown}";
      declared = builtins.attrNames options != [ "_module" ];
      hint =
        if declared then
          lib.optionalString (names != [ ]) "\n\nDid you mean ${list}?"
        else if prefix == [ ] then
          (
            "\n\nIt seems as if you're trying to declare an option by "
            + "placing it into `config' rather than `options'!"
          )
        else
          (
            "\n\nHowever there are no options defined in "
            + "`${lib.showOption prefix}'. Are you "
            + "sure you've\ndeclared your options properly? This can "
            + "happen if you e.g. declared your options in "
            + "`types.submodule'\nunder `config' rather than "
            + "`options'."
          );
    in
    throw (
      "The option `${lib.showOption first.prefix}' does not exist. "
      + "Definition values:${lib.showDefs same}${hint}"
    );
in
{
  evalModules =
    {
      modules,
      prefix ? [ ],
      specialArgs ? { },
      class ? null,
    }@input:
    let
      args = {
        inherit
          config
          extendModules
          lib
          options
          specialArgs
          ;
        _class = class;
      }
      // specialArgs;
      collected = lib.reverseList (
        lib.collectModules {
          inherit args;
          modules = modules ++ [ internal ];
          modulesPath = specialArgs.modulesPath or "";
        }
      );
      tree =
        lib.evalOptionTree prefix
          (map (m: { inherit (m) file options; }) collected)
          (
            map (m: {
              inherit (m) file;
              value = m.config;
            }) collected
          );
      inherit (tree) options unmatched;
      below = lib.drop (builtins.length prefix);
      freeform = tree.config._module.freeformType;
      config =
        if freeform == null then
          tree.config
        else
          lib.recursiveUpdate (freeform.merge prefix (
            map (d: {
              inherit (d) file;
              value = lib.setAttrByPath (below d.prefix) d.value;
            }) unmatched
          )) tree.config;
      checked =
        if
          freeform == null && unmatched != [ ] && tree.config._module.check
        then
          missing prefix options unmatched
        else
          lib.id;
      extendModules =
        {
          modules ? [ ],
          specialArgs ? { },
          prefix ? input.prefix or [ ],
        }:
        lib.evalModules (
          input
          // {
            inherit prefix;
            modules = input.modules ++ modules;
            specialArgs = (input.specialArgs or { }) // specialArgs;
          }
        );
    in
    {
      _type = "configuration";
      inherit class extendModules options;
      config = checked (removeAttrs config [ "_module" ]);
      _module = {
        inherit (tree.config._module) args;
      };
    };
}
