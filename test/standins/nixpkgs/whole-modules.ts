/** Modules, and what is asked of their configuration. */
export const modules: Readonly<Record<string, readonly [string, string]>> = {
  "a default": ["{ options.x = lib.mkOption { default = 1; }; }", "c.x"],
  "a default of the wrong type": [
    "{ options.x = lib.mkOption { type = lib.types.int; default = true; }; }",
    "c.x",
  ],
  "a function that applies": [
    `{ options.x = lib.mkOption { apply = x: x + 1; }; } { x = 1; }`,
    "c.x",
  ],
  "a misspelt option": [
    `{ options.a.port = lib.mkOption { type = lib.types.int; }; }
     { _file = "h.nix"; a.prot = 1; }`,
    "c.a.port",
  ],
  "a module that is disabled": [
    `{ key = "m/x.nix"; options.x = 1 / 0; }
     { disabledModules = [ { key = "m/x.nix"; } ];
       options.x = lib.mkOption { default = 2; }; }`,
    "c.x",
  ],
  "a removed option": [
    `(lib.mkRemovedOptionModule [ "x" ] "Gone.")
     { options.assertions = lib.mkOption { }; }`,
    "map (a: a.message) (builtins.filter (a: !a.assertion) c.assertions)",
  ],
  "a removed option that is set": [
    `(lib.mkRemovedOptionModule [ "x" ] "Gone.")
     { options.assertions = lib.mkOption { }; }
     { _file = "h.nix"; x = 1; }`,
    "map (a: a.message) (builtins.filter (a: !a.assertion) c.assertions)",
  ],
  "a second declaration": [
    `{ options.x = lib.mkOption { default = 1; }; }
     { _file = "b.nix"; options.x = lib.mkOption { default = 2; }; }`,
    "c.x",
  ],
  "a set where an option is": [
    `{ options.x = lib.mkOption { type = lib.types.int; }; }
     { _file = "h.nix"; x.y = 1; }`,
    "c.x",
  ],
  "a value where options are": [
    `{ options.x.y = lib.mkOption { default = 1; }; }
     { _file = "h.nix"; x = 1; }`,
    "c.x.y",
  ],
  "an alias": [
    `(lib.mkAliasOptionModule [ "old" ] [ "new" ])
     { options.new = lib.mkOption { type = lib.types.str; default = "d"; }; }
     { old = "a"; }`,
    "[ c.new c.old ]",
  ],
  "an alias and its option": [
    `(lib.mkAliasOptionModule [ "old" ] [ "new" ])
     { options.new = lib.mkOption { type = lib.types.listOf lib.types.int; }; }
     { old = [ 1 ]; new = [ 2 ]; }`,
    "c.new",
  ],
  "an alias that is forced": [
    `(lib.mkAliasOptionModule [ "old" ] [ "new" ])
     { options.new = lib.mkOption { type = lib.types.int; }; }
     { old = lib.mkForce 1; new = 2; }`,
    "c.new",
  ],
  "an alias that is not set": [
    `(lib.mkAliasOptionModule [ "old" ] [ "new" ])
     { options.new = lib.mkOption { type = lib.types.str; default = "d"; }; }`,
    "[ c.new c.old ]",
  ],
  "an enable option": [`{ options.x = lib.mkEnableOption "x"; }`, "c.x"],
  "attributes by name": [
    `{ options.x = lib.mkOption { type = lib.types.attrsOf (lib.types.submodule
       ({ name, ... }: { options.n = lib.mkOption { default = name; }; })); }; }
     { x.a = { }; x.b.n = "c"; }`,
    "c.x",
  ],
  "modules in a list": [`{ imports = [ [ { } ] ]; _file = "h.nix"; }`, "c"],
  "options and others": [
    `{ _file = "h.nix"; options.x = lib.mkOption { }; y = 1; }`,
    "c.x",
  ],
  "read-only, set twice": [
    `{ options.x = lib.mkOption { readOnly = true; type = lib.types.int; }; }
     { _file = "a.nix"; x = 1; } { _file = "b.nix"; x = 1; }`,
    "c.x",
  ],
  "submodules of many definitions": [
    `{ options.x = lib.mkOption { type = lib.types.submodule {
       options.a = lib.mkOption { type = lib.types.int; };
       options.b = lib.mkOption { default = 0; }; }; }; }
     { x.a = lib.mkDefault 1; } { x.a = 2; } { x.b = 3; }`,
    "c.x",
  ],
  "submodules that refer to themselves": [
    `{ options.x = lib.mkOption { default = { }; type = lib.types.submodule [
       { options.one = lib.mkOption { default = null; };
         options.two = lib.mkOption { default = null; }; }
       ({ config, ... }: { _file = "option one";
         config.two = lib.mkIf (config.one == true) "one"; }) ]; }; }
     { x.one = true; }`,
    "c.x",
  ],
  "two values": [
    `{ options.x = lib.mkOption { type = lib.types.str; }; }
     { _file = "a.nix"; x = "a"; } { _file = "b.nix"; x = "b"; }`,
    "c.x",
  ],
  "what no module has": [
    `{ _file = "h.nix"; services.nothing.enable = true; }`,
    "c",
  ],
}
