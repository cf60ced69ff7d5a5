# A module that a host names, from its entry in the slice:
# { file } is a path below the host's folder, { input, attributes } an output of
# a flake input.
{ lib }:
{ inputs, folder }:
entry:
if entry ? file then
  folder + "/${entry.file}"
else
  lib.getAttrFromPath entry.attributes inputs.${entry.input}
