# What the wheels for a host's custom nodes depend on, for sdops nodes lock:
# names and versions only, so nothing has to be built.
{
  config,
  lib,
  pkgs,
}:
let
  cfg = config.services.comfyui;
  told = cfg.package;
  table = builtins.fromJSON (
    builtins.readFile ../data/gpu-generations.json
  );
  torch =
    if config.sdops.gpu.torch-package == null then
      { }
    else
      table.torch.${config.sdops.gpu.torch-package};

  # nixpkgs' own set counts what a package needs as its modules too.
  inherit (told.python.pkgs) requiredPythonModules;
  extra =
    if cfg.extraPackages == null then _: [ ] else cfg.extraPackages;
  modules = requiredPythonModules (
    told.pythonPackages told.python.pkgs ++ extra told.python.pkgs
  );
  # One module may be several packages: unpacked wheels are.
  provided =
    module:
    if module ? provides then
      lib.mapAttrsToList lib.nameValuePair module.provides
    else if module ? pname && module ? version then
      [ (lib.nameValuePair module.pname module.version) ]
    else
      [ ];

  # As uv names them: glibc 2.28, and 2.31 to 2.40.
  glibc = lib.toInt (lib.versions.minor pkgs.glibc.version);
  known = [ 28 ] ++ lib.range 31 40;
  minor = lib.last (builtins.filter (one: one <= glibc) known);
  cpu = builtins.head (
    lib.splitString "-" pkgs.stdenv.hostPlatform.system
  );
in
lib.throwIfNot (told ? python && told ? pythonPackages)
  (
    "services.comfyui.package has no Python packages in passthru, so wheels "
    + "for custom nodes can't be locked."
  )
  {
    nodes = lib.mapAttrsToList (
      name: node: { inherit name; } // node
    ) cfg.declared-nodes;
    packages = removeAttrs (lib.listToAttrs (
      lib.concatMap provided modules
    )) [ "python3" ];
    platform = "${cpu}-manylinux_2_${toString minor}";
    python = told.python.pythonVersion;
    # torch's own index has what is compiled for torch's own wheels.
    torch-backend =
      if torch ? cuda then
        "cu${lib.replaceStrings [ "." ] [ "" ] torch.cuda}"
      else if torch ? rocm then
        "rocm${torch.rocm}"
      else
        null;
  }
