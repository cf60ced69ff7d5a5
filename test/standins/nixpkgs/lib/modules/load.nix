# From what stands in `modules` or `imports` to a flat list of
# { file, key, imports, options, config, disabled }, each key once.
lib:
let
  ownKeys = [
    "_class"
    "_file"
    "disabledModules"
    "freeformType"
    "imports"
    "key"
    "meta"
    "require"
  ];

  # A function gets the arguments it names; those not in `args` come from
  # config._module.args, when they are used.
  apply =
    args: file: f:
    let
      fromConfig = builtins.mapAttrs (
        name: _:
        builtins.addErrorContext
          "while evaluating the module argument `${name}' in \"${file}\":"
          (args.${name} or args.config._module.args.${name})
      ) (builtins.functionArgs f);
    in
    f (args // fromConfig);

  normalise =
    file: key: m:
    let
      explicit = m ? config || m ? options;
      extra = builtins.attrNames (
        removeAttrs m (
          ownKeys
          ++ [
            "config"
            "options"
          ]
        )
      );
      freeform = lib.optionals (m ? freeformType) [
        { _module.freeformType = m.freeformType; }
      ];
      body = if explicit then m.config or { } else removeAttrs m ownKeys;
    in
    if !(builtins.isAttrs m) then
      throw (
        "Module `${file}' is not an attribute set or a function, "
        + "but a ${builtins.typeOf m}."
      )
    else if lib.propertyOf m != null then
      normalise file key { config = m; }
    else if explicit && extra != [ ] then
      throw (
        "Module `${key}' has an unsupported attribute "
        + "`${builtins.head extra}'. This is caused by introducing a "
        + "top-level `config' or `options' attribute. Add "
        + "configuration attributes immediately on the top level "
        + "instead, or move all of them (namely: ${toString extra}) "
        + "into the explicit `config' attribute."
      )
    else
      {
        file = toString (m._file or file);
        key = toString (m.key or key);
        imports = (m.require or [ ]) ++ (m.imports or [ ]);
        options = m.options or { };
        config =
          if freeform == [ ] then
            body
          else
            lib.mkMerge ([ body ] ++ freeform);
        disabled = m.disabledModules or [ ];
      };

  call =
    args: file: m:
    if builtins.isFunction m || m ? __functor then
      apply args file m
    else
      m;

  # One module as written: a function, a set, or a path to one of these.
  loadModule =
    args: file: key: m:
    if builtins.isFunction m || builtins.isAttrs m then
      normalise file key (call args file m)
    else if builtins.isList m then
      throw (
        "Module imports can't be nested lists. Perhaps you meant to "
        + "remove one level of lists? Definitions:"
        + lib.showDefs [
          {
            inherit file;
            value = m;
          }
        ]
      )
    else
      normalise (toString m) (toString m) (
        call args (toString m) (import m)
      );

  loadAll =
    args: parent: modules:
    lib.imap1 (
      n: m:
      loadModule args parent.file "${parent.key}:anon-${toString n}" m
    ) modules;
in
{
  collectModules =
    {
      args,
      modules,
      modulesPath ? "",
    }:
    let
      root = {
        file = "<unknown-file>";
        key = "";
      };
      closure =
        keep:
        builtins.genericClosure {
          startSet = builtins.filter keep (loadAll args root modules);
          operator = m: builtins.filter keep (loadAll args m m.imports);
        };
      everything = closure (_: true);
      disabled = map (
        d:
        if builtins.isString d && !(lib.hasPrefix "/" d) then
          "${toString modulesPath}/${d}"
        else
          toString (d.key or d)
      ) (builtins.concatMap (m: m.disabled) everything);
    in
    if disabled == [ ] then
      everything
    else
      closure (m: !(builtins.elem m.key disabled));

  setDefaultModuleLocation = file: module: {
    _file = file;
    imports = [ module ];
  };
}
