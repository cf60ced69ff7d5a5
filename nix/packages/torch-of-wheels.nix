# torch, torchvision and torchaudio of locked wheels, with the libraries of
# their CUDA or ROCm beside them in one folder: unpacked, never compiled.
{
  lib,
  fetchPypi,
  fetchurl,
  # Sets where libraries are looked for.
  patchelf,
  # Its C++ library is what the wheels expect of a system.
  stdenv,
  runCommand,
  unzip,
  zlib,
  # A set of nix/data/wheels.json.
  set,
  # The Python packages that it becomes one of.
  pythonPackages,
  # What else the wheels expect of a system.
  systemLibraries ? [ ],
}:
let
  lock = builtins.fromJSON (builtins.readFile ../data/wheels.json);
  wheels = lock.sets.${set};
  fetchWheel = import ./fetch-wheel.nix {
    inherit fetchPypi fetchurl;
    inherit (stdenv.hostPlatform) system;
  };
  inherit (pythonPackages) python;
  inherit (wheels.torch) version;
  folders = map (library: "${library}/lib") (
    [
      stdenv.cc.cc.lib
      zlib.out
    ]
    ++ systemLibraries
  );
in
# The wheels' tag is that of one Python.
lib.throwIfNot (python.pythonVersion == "3.13")
  (
    "nix/data/wheels.json: ${set} is for Python 3.13, "
    + "not ${python.pythonVersion}."
  )
  lib.throwIfNot
  stdenv.hostPlatform.isx86_64
  "nix/data/wheels.json: ${set} is for x86_64-linux."
  pythonPackages.toPythonModule
  (
    # Not plain torch: that name counts as hours of compiling.
    runCommand "python3.13-torch-wheels-${version}-${set}" {
      # libcuda is the driver's, which belongs to the running system.
      libraries = lib.concatStringsSep ":" (
        folders ++ [ "/run/opengl-driver/lib" ]
      );
      nativeBuildInputs = [
        patchelf
        unzip
      ];
      # As their metadata requires; triton is left out, since it has no kernels
      # for the GPUs that need these wheels, and ComfyUI runs without.
      propagatedBuildInputs = [
        pythonPackages.filelock
        pythonPackages.fsspec
        pythonPackages.jinja2
        pythonPackages.networkx
        pythonPackages.numpy
        pythonPackages.pillow
        pythonPackages.setuptools
        pythonPackages.sympy
        pythonPackages.typing-extensions
      ];
      passthru = {
        inherit version;
        # By the names of Python's index, for what is resolved above it.
        provides = lib.mapAttrs' (
          name: wheel:
          lib.nameValuePair (lib.replaceStrings [ "_" ] [ "-" ]
            name
          ) wheel.version
        ) wheels;
        # Nothing above it is to be compiled for the GPU.
        cudaSupport = false;
        rocmSupport = false;
      };
      site = python.sitePackages;
      # Below the folder of packages; a pattern of the shell.
      without = lib.concatMap (wheel: wheel.without or [ ]) (
        lib.attrValues wheels
      );
      wheels = lib.mapAttrsToList (fetchWheel set) wheels;
    } (builtins.readFile ./unpack-wheels.sh)
  )
