# Also takes models in the form of nixpkgs' services.comfyui: a list of { name,
# url, hash, installPaths }, where ours are sets by folder and name.
{ lib }:
let
  keys = [
    "hash"
    "installPaths"
    "name"
    "url"
  ];

  inFolders =
    model:
    let
      missing = lib.subtractLists (builtins.attrNames model) keys;
      strange = lib.subtractLists keys (builtins.attrNames model);
      parts = builtins.match "(.+)\\.([A-Za-z0-9]+)" model.name;
      wrong =
        if missing != [ ] then
          "an entry lacks ${builtins.head missing}"
        else if strange != [ ] then
          "an entry has the unknown key ${builtins.head strange}"
        else if parts == null then
          "the name ${model.name} has no extension"
        else
          null;
    in
    if wrong != null then
      throw "services.comfyui.models: ${wrong}."
    else
      map (folder: {
        ${folder}.${builtins.head parts} = {
          inherit (model) hash url;
          format = builtins.elemAt parts 1;
        };
      }) (lib.toList model.installPaths);
in
# In: the type of our own form.
lib.types.coercedTo (lib.types.listOf lib.types.attrs) (
  models:
  builtins.foldl' lib.recursiveUpdate { } (
    lib.concatMap inFolders models
  )
)
