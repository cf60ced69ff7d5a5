# Everything that stable-diffusion-webui imports, in one folder of Python
# packages: wheels of nix/data/webui-wheels.json, unpacked and never compiled,
# and two packages of plain Python that have none.
{
  lib,
  fetchFromGitHub,
  fetchPypi,
  fetchurl,
  # Sets where libraries are looked for.
  patchelf,
  python311,
  runCommand,
  # Its C++ library is what the wheels expect of a system.
  stdenv,
  unzip,
  zlib,
}:
let
  lock = lib.importJSON ../data/webui-wheels.json;
  fetchWheel = import ./fetch-wheel.nix {
    inherit fetchPypi fetchurl;
    inherit (stdenv.hostPlatform) system;
  };
in
# The wheels' tag is that of one Python.
lib.throwIfNot (python311.pythonVersion == lock.python)
  (
    "nix/data/webui-wheels.json is for Python ${lock.python}, "
    + "not ${python311.pythonVersion}."
  )
  lib.throwIfNot
  stdenv.hostPlatform.isx86_64
  "services.stable-diffusion-webui: its wheels are for x86_64-linux."
  (
    runCommand "python${lock.python}-webui-wheels-${lock.version}"
      {
        # openai/CLIP, at the commit that launch_utils.py installs.
        clip = fetchFromGitHub {
          owner = "openai";
          repo = "CLIP";
          rev = "d50d76daa670286dd6cacf3bcd80b5e4823fc8e1";
          hash = "sha256-GAitNBb5CzFVv2+Dky0VqSdrFIpKKtoAoyqeLoDaHO4=";
        };
        # What omegaconf reads its grammar with.
        antlr = fetchPypi {
          pname = "antlr4-python3-runtime";
          version = "4.9.3";
          hash = "sha256-8iRGm0FoKUkCux76gKi/eFXyTJmu+Zy+/BvNPM53iBs=";
        };
        # libcuda is the driver's, which belongs to the running system.
        libraries = lib.concatStringsSep ":" [
          "${stdenv.cc.cc.lib}/lib"
          "${zlib.out}/lib"
          "/run/opengl-driver/lib"
        ];
        nativeBuildInputs = [
          patchelf
          unzip
        ];
        passthru = { inherit (lock) capabilities; };
        site = python311.sitePackages;
        wheels = lib.mapAttrsToList (fetchWheel "webui") lock.wheels;
      }
      (
        builtins.readFile ./unpack-wheels.sh
        + ''
          cp -r "$clip/clip" "$out/$site/"
          tar -xzf "$antlr" -C "$out/$site" --strip-components=2 \
            --wildcards '*/src/antlr4'
        ''
      )
  )
