# From nix/data/nixos-options.json to declarations: there is no other place
# where an option of NixOS is declared, so one that isn't in the table doesn't
# exist. Type notation: "bool", ["listOf", "str"], ["enum", ["a", "b"]].
lib:
let
  special = import ./option-types.nix lib;
  toType =
    notation:
    if builtins.isString notation then
      special.${notation} or lib.types.${notation}
    else
      let
        head = builtins.head notation;
        arguments = builtins.tail notation;
      in
      if head == "enum" then
        lib.types.enum (builtins.head arguments)
      else if head == "between" then
        lib.types.ints.between (builtins.head arguments) (
          lib.last arguments
        )
      else if head == "strMatching" then
        lib.types.strMatching (builtins.head arguments)
      else if head == "oneOf" then
        lib.types.oneOf (map toType (builtins.head arguments))
      else
        builtins.foldl' (
          f: argument: f (toType argument)
        ) lib.types.${head} arguments;

  # A tree of what is declared: leaves have `entry`, all may have `children`.
  insert =
    tree: path: entry:
    if path == [ ] then
      tree // { inherit entry; }
    else
      let
        name = builtins.head path;
        children = tree.children or { };
      in
      tree
      // {
        children = children // {
          ${name} = insert (children.${name} or { }
          ) (builtins.tail path) entry;
        };
      };
  submoduleOf =
    node:
    lib.types.submodule {
      options = declareAll (node.children or { });
    };
  # Replaces "submodule" in a notation by the options below it.
  typeOf =
    node: notation:
    if
      notation == [
        "attrsOf"
        "submodule"
      ]
    then
      lib.types.attrsOf (submoduleOf node.children."<name>")
    else if
      notation == [
        "listOf"
        "submodule"
      ]
    then
      lib.types.listOf (submoduleOf node.children."*")
    else
      toType notation;
  declare =
    node:
    if node ? entry then
      lib.mkOption (
        {
          type = typeOf node node.entry.type;
        }
        // lib.optionalAttrs (node.entry ? default) {
          inherit (node.entry) default;
        }
        // lib.optionalAttrs (node.entry.type == "moduleNames") {
          apply =
            names: builtins.attrNames (lib.filterAttrs (_: on: on) names);
        }
      )
    else
      declareAll node.children;
  declareAll = builtins.mapAttrs (_: declare);

  table = builtins.fromJSON (
    builtins.readFile ../../data/nixos-options.json
  );
  entries = lib.concatMapAttrs (_: file: file.options) table;
  tree = builtins.foldl' (
    t: name: insert t (lib.splitString "." name) entries.${name}
  ) { } (builtins.attrNames entries);
in
{
  names = builtins.attrNames entries;
  options = declareAll tree.children;
}
