# A legal name for a store path from any text: Nix takes letters, digits and
# +-._?= only, no dot first, and 211 characters at most.
{ lib }:
text:
let
  legal = lib.concatStrings (
    map (part: if builtins.isString part then part else "-") (
      builtins.split "[^A-Za-z0-9+._?=-]+" text
    )
  );
  length = builtins.stringLength legal;
  short = builtins.substring (lib.max 0 (length - 160)) 160 legal;
in
if lib.hasPrefix "." short || short == "" then
  "model${short}"
else
  short
