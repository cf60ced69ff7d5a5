# What the resolver needs, in one store path: the nodes' sources in the order of
# facts.json, the resolver from the fleet's own nixpkgs, and the app's Python.
{
  config,
  lib,
  pkgs,
}:
let
  facts = import ./facts.nix { inherit config lib pkgs; };
  fetchNode = import ./fetch-node.nix { inherit lib pkgs; };
  source = index: node: {
    name = "nodes/${toString index}";
    path = fetchNode node.name (removeAttrs node [ "name" ]);
  };
in
pkgs.linkFarm "sdops-nodes" (
  [
    {
      name = "facts.json";
      path = pkgs.writeText "facts.json" (builtins.toJSON facts);
    }
    {
      name = "python";
      path = config.services.comfyui.package.python;
    }
    {
      name = "uv";
      path = pkgs.uv;
    }
  ]
  ++ lib.imap0 source facts.nodes
)
