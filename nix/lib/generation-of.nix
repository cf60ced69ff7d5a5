# The generation of a compute capability ("6.1") as
# nix/data/gpu-generations.json has it, or null where there is none.
{ lib }:
capability:
let
  table = builtins.fromJSON (
    builtins.readFile ../data/gpu-generations.json
  );
in
lib.findFirst (
  row: builtins.elem capability row.compute-capabilities
) null table.generations
