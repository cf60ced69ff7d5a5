# The row of nix/data/gpu-generations.json for a compute capability ("6.1"), or
# null where there is none.
{ lib }:
capability:
let
  table = builtins.fromJSON (
    builtins.readFile ../data/gpu-generations.json
  );
in
lib.findFirst (
  row: builtins.elem capability row.compute-capabilities
) null table
