# Where ComfyUI's options make it write, besides its data directory.
{ lib }:
let
  splitOption = import ./split-option.nix;
  folderNames = [
    "input-directory"
    "models-directory"
    "output-directory"
    "temp-directory"
    "user-directory"
  ];
in
# In: the values of services.comfyui.options.
options:
let
  folders = lib.filterAttrs (_: path: path != null) (
    lib.genAttrs folderNames (name: options.${name})
  );
  # A list of one: the file, where the database is one.
  database =
    if options.database-url == null then
      [ ]
    else
      lib.defaultTo [ ] (
        builtins.match "sqlite:///(/.*)" options.database-url
      );
  logs =
    if builtins.isList options.verbose then
      lib.concatMap (output: builtins.tail (splitOption output)) options.verbose
    else
      [ ];
in
{
  inherit database folderNames;
  # Option → what it names.
  byOption = builtins.mapAttrs (_: path: [ path ]) folders // {
    database-url = database;
    verbose = logs;
  };
  # What must be there before it starts.
  folders =
    builtins.attrValues folders ++ map dirOf (database ++ logs);
}
