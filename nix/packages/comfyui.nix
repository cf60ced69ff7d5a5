# ComfyUI with a given Python. Its source is nixpkgs' where nixpkgs has ComfyUI,
# from 26.11 on, and else the one that is locked here with its wheels.
{
  lib,
  # Let a wheel's libraries find those of the system and of the driver.
  autoAddDriverRunpath ? null,
  autoPatchelfHook,
  # Of nixpkgs, for its source and version.
  comfyui ? null,
  fetchFromGitHub,
  fetchPypi,
  fetchurl,
  # With torch; the rest of what ComfyUI imports is taken from its packages.
  python,
  runCommand,
  runtimeShell,
  # For its platform, and its C++ library.
  stdenv,
}:
let
  inherit (stdenv.hostPlatform) system;
  fetchWheel = import ./fetch-wheel.nix {
    inherit fetchPypi fetchurl system;
  };
  lock = builtins.fromJSON (builtins.readFile ../data/wheels.json);
  own = comfyui == null;
  # Hash read in utensils/comfyui-nix nix/versions.nix at 031bd4ce.
  version = if own then "0.25.0" else comfyui.version;
  source =
    if own then
      fetchFromGitHub {
        hash = "sha256-A7XuWe/A0We+OvASS+LgkQUHhxMFDRUA3BrxmY8ju9c=";
        owner = "Comfy-Org";
        repo = "ComfyUI";
        rev = "v${version}";
      }
    else
      comfyui.src;

  # What every version asks for (requirements.txt of 0.3.64); torchaudio isn't
  # in it any more since 0.38.1.
  always = [
    "aiohttp"
    "alembic"
    "av"
    "einops"
    "kornia"
    "numpy"
    "pillow"
    "psutil"
    "pydantic"
    "pydantic-settings"
    "pyyaml"
    "safetensors"
    "scipy"
    "sentencepiece"
    "sqlalchemy"
    "tokenizers"
    "torch"
    "torchsde"
    "torchvision"
    "tqdm"
    "transformers"
    "yarl"
  ]
  ++ lib.optional (lib.versionOlder version "0.38.1") "torchaudio";
  # What 0.25.0 asks for as well; of nixpkgs' version, as nixpkgs has it.
  later = [
    "blake3"
    "filelock"
    "glfw"
    "pyopengl"
    "requests"
    "simpleeval"
  ];
  # Made for one version each, so they come from where the source comes from.
  companions = [
    "comfy-aimdo"
    "comfy-angle"
    "comfy-kitchen"
    "comfyui-embedded-docs"
    "comfyui-frontend-package"
    "comfyui-workflow-templates"
    "spandrel"
  ];

  # nixpkgs has no kornia-rs where it is marked as bad, on aarch64. kornia only
  # reads and writes image files with it, which ComfyUI never asks of kornia.
  withKornia =
    p:
    if
      p ? kornia && p ? kornia-rs && !(isThere p.kornia-rs)
    then
      p
      // {
        kornia = import ./kornia-without-rs.nix {
          inherit runCommand;
          pythonPackages = p;
        };
      }
    else
      p;
  isThere = lib.meta.availableOn stdenv.hostPlatform;

  need =
    p: name:
    p.${name} or (throw (
      "ComfyUI needs the Python package ${name}, which this nixpkgs lacks."
    ));
  there =
    p: names:
    map (name: p.${name}) (builtins.filter (name: p ? ${name}) names);
  unpacked =
    p: name: wheel:
    p.buildPythonPackage (
      {
        # What they require is in the environment already.
        dontCheckRuntimeDeps = true;
        format = "wheel";
        pname = name;
        src = fetchWheel "comfyui" name wheel;
        inherit (wheel) version;
      }
      # One for each system has libraries in it.
      // lib.optionalAttrs (wheel ? systems) {
        buildInputs = [ stdenv.cc.cc.lib ];
        nativeBuildInputs = [
          autoPatchelfHook
        ]
        ++ lib.optional (autoAddDriverRunpath != null) autoAddDriverRunpath;
      }
    );
  # Of a system that no wheel is for, the package is left out.
  companionsOf =
    p:
    lib.mapAttrsToList (unpacked p) (
      lib.filterAttrs (
        _: wheel: !(wheel ? systems) || wheel.systems ? ${system}
      ) lock.sets.comfyui
    );
  packagesOf =
    p:
    map (need (withKornia p)) always
    ++ (
      if own then
        map (need p) later ++ companionsOf p
      else
        there p later ++ there p companions
    );
  # In: what else its Python is to have.
  make =
    more:
    runCommand "comfyui-${version}"
      {
        environment = python.withPackages (p: packagesOf p ++ more p);
        inherit runtimeShell;
        meta = {
          description = "Image generation by graphs of nodes";
          homepage = "https://github.com/Comfy-Org/ComfyUI";
          mainProgram = "comfyui";
        };
        passthru = {
          inherit python version;
          pythonPackages = packagesOf;
          withPackages = make;
        };
        src = source;
      }
      ''
        mkdir -p $out/bin $out/share
        cp -r $src $out/share/comfyui
        cat > $out/bin/comfyui <<EOF
        #!$runtimeShell
        # What a user's own Python has is of other versions.
        unset NIX_PYTHONPATH PYTHONPATH
        exec $environment/bin/python3 $out/share/comfyui/main.py "\$@"
        EOF
        chmod +x $out/bin/comfyui
      '';
in
make (_: [ ])
