# Declarations and definitions side by side, down the tree of options.
lib:
let
  # Two declarations of one option: their types must go together.
  mergeDeclarations =
    loc: decls:
    let
      join =
        a: b:
        let
          type =
            if a.option ? type && b.option ? type then
              lib.types.mergeTypes a.option.type b.option.type
            else
              a.option.type or b.option.type or lib.types.unspecified;
          twice = builtins.filter (k: a.option ? ${k} && b.option ? ${k}) [
            "default"
            "apply"
          ];
        in
        if type == null || twice != [ ] then
          throw (
            "The option `${lib.showOption loc}' in `${b.file}' is "
            + "already declared in ${lib.showFiles a.files}."
          )
        else
          {
            option = a.option // b.option // { inherit type; };
            files = a.files ++ [ b.file ];
          };
      first = builtins.head decls;
    in
    builtins.foldl' join {
      inherit (first) option;
      files = [ first.file ];
    } (builtins.tail decls);

  evalOption =
    loc: decls: defs:
    let
      merged = mergeDeclarations loc decls;
      inherit (merged) option;
      type = option.type or lib.types.unspecified;
      all =
        defs
        ++ lib.optional (option ? default) {
          file = builtins.head merged.files;
          value = lib.mkOptionDefault option.default;
        };
      readOnlyTwice =
        (option.readOnly or false) && builtins.length result.final > 1;
      result = lib.mergeDefinitions loc type all;
      context = "while evaluating the option `${lib.showOption loc}':";
      value =
        if readOnlyTwice then
          throw (
            "The option `${lib.showOption loc}' is read-only, but "
            + "it's set multiple times. Definition "
            + "values:${lib.showDefs result.final}"
          )
        else
          (option.apply or lib.id) result.value;
    in
    option
    // {
      _type = "option";
      inherit loc type;
      declarations = merged.files;
      definitions = map (d: d.value) result.final;
      definitionsWithLocations = result.final;
      files = map (d: d.file) result.final;
      inherit (result) highestPrio isDefined;
      value = builtins.addErrorContext context value;
    };

  # Definitions for the attributes of one set, by name.
  byName =
    prefix: defs:
    builtins.zipAttrsWith (_: values: values) (
      builtins.concatMap (
        d:
        map (
          set:
          if builtins.isAttrs set then
            builtins.mapAttrs (_: value: {
              inherit (d) file;
              inherit value;
            }) set
          else
            throw (
              "In module `${d.file}', you're trying to define a "
              + "value of type `${builtins.typeOf set}'\nrather than "
              + "an attribute set for the option\n"
              + "`${lib.showOption prefix}'!\n\nThis usually happens "
              + "if `${lib.showOption prefix}' has option\n"
              + "definitions inside that are not matched. Please "
              + "check how to properly define\nthis option by e.g. "
              + "referring to `man 5 configuration.nix'!"
            )
        ) (lib.pushDownProperties d.value)
      ) defs
    );
in
{
  # declared: list of { file, options }; defined: list of { file, value }.
  # Gives { options, config, unmatched }; unmatched: { file, prefix, value }.
  evalOptionTree =
    prefix: declared: defined:
    let
      declaredBy = builtins.zipAttrsWith (_: values: values) (
        map (
          d:
          builtins.mapAttrs (_: option: {
            inherit (d) file;
            inherit option;
          }) d.options
        ) declared
      );
      definedBy = byName prefix defined;
      results = builtins.mapAttrs (
        name: decls:
        let
          loc = prefix ++ [ name ];
          defs = definedBy.${name} or [ ];
          leaves = builtins.filter (d: lib.isOption d.option) decls;
        in
        if builtins.length leaves == builtins.length decls then
          let
            option = evalOption loc decls defs;
          in
          {
            options = option;
            config = option.value;
            unmatched = [ ];
          }
        else if leaves != [ ] then
          throw "The option `${lib.showOption loc}' in ${
            lib.showFiles (map (d: d.file) leaves)
          } would be a parent of the following options, but its type `${
            (builtins.head leaves).option.type.description or "<no description>"
          }' does not support nested options."
        else
          lib.evalOptionTree loc (map (d: {
            inherit (d) file;
            options = d.option;
          }) decls) defs
      ) declaredBy;
      undeclared = removeAttrs definedBy (builtins.attrNames declaredBy);
    in
    {
      options = builtins.mapAttrs (_: r: r.options) results;
      config = builtins.mapAttrs (_: r: r.config) results;
      unmatched =
        lib.concatLists (lib.mapAttrsToList (_: r: r.unmatched) results)
        ++ lib.concatLists (
          lib.mapAttrsToList (
            name:
            map (d: {
              inherit (d) file value;
              prefix = prefix ++ [ name ];
            })
          ) undeclared
        );
    };
}
