# services.comfyui.custom-nodes, with the Python packages that the host's lock
# names. Nothing is resolved or installed on the host.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.comfyui;
  inherit (lib) types;
  fetchNode = import ../nodes/fetch-node.nix { inherit lib pkgs; };
  reasons = import ../nodes/stale.nix { inherit lib; } {
    facts = import ../nodes/facts.nix { inherit config lib pkgs; };
    lock = cfg.nodes-lock;
  };
  isLocked = cfg.declared-nodes != { };
  # A flake input has a commit too, but is a folder.
  isSource = node: builtins.isAttrs node && !(node ? outPath);

  source = types.submodule {
    options = {
      hash = lib.mkOption {
        type = types.nonEmptyStr;
        example = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        description = "Hash of the unpacked source, in SRI notation.";
      };
      rev = lib.mkOption {
        type = types.strMatching "[0-9a-f]{40}";
        example = "2f2a1e0cb4b0ba4f2a9b8f3c0f0d7a2c1b5e6d7f";
        description = "The commit.";
      };
      url = lib.mkOption {
        type = types.nonEmptyStr;
        example = "https://github.com/city96/ComfyUI-GGUF";
        description = "The repository.";
      };
    };
  };
in
{
  key = "sdops/comfyui-nodes";

  options.services.comfyui = {
    custom-nodes = lib.mkOption {
      type = types.attrsOf (types.either types.path source);
      default = { };
      example = lib.literalExpression ''
        { ComfyUI-GGUF = inputs.comfyui-gguf; }
      '';
      description = ''
        Custom nodes by folder name: a folder, or a repository at a commit,
        whose Python requirements `sdops nodes lock` locks. Requirements of a
        folder go into `extraPackages`. Nodes are read-only links, and ComfyUI
        loads them at its start, so a change restarts it.
      '';
    };
    declared-nodes = lib.mkOption {
      type = types.attrsOf types.raw;
      internal = true;
      readOnly = true;
      description = "Custom nodes from repositories.";
    };
    node-folders = lib.mkOption {
      type = types.attrsOf types.path;
      internal = true;
      readOnly = true;
      description = "Custom nodes as folders.";
    };
    node-packages = lib.mkOption {
      type = types.functionTo (types.listOf types.package);
      internal = true;
      readOnly = true;
      description = "Python packages of the custom nodes.";
    };
    nodes-lock = lib.mkOption {
      type = types.nullOr types.raw;
      default = null;
      internal = true;
      description = "The host's nodes.lock.json.";
    };
  };

  config = {
    assertions = lib.optional (cfg.enable && isLocked) {
      assertion = reasons == [ ];
      message = (
        "services.comfyui.custom-nodes: the lock of their Python packages "
        + "is out of date (${lib.concatStringsSep "; " reasons}). "
        + "Run: sdops nodes lock ${config.sdops.name}"
      );
    };
    services.comfyui = {
      declared-nodes = lib.filterAttrs (_: isSource) cfg.custom-nodes;
      node-folders = lib.mapAttrs (
        name: node: if isSource node then fetchNode name node else node
      ) cfg.custom-nodes;
      node-packages =
        p:
        # The assertion above reports a lock that is out of date.
        lib.optional
          (isLocked && reasons == [ ] && cfg.nodes-lock.wheels != [ ])
          (import ../nodes/wheels.nix { inherit lib pkgs; } cfg.nodes-lock p);
    };
  };
}
