# The locked wheels as one Python package: a .pth line adds their folder after
# the environment's own, which therefore takes precedence. Unpacked, never
# installed.
{ lib, pkgs }:
lock: pythonPackages:
let
  inherit (pythonPackages) python;
  site = python.sitePackages;
  # An address' last part may hold what no store path may.
  fetch =
    wheel:
    pkgs.fetchurl {
      inherit (wheel) hash url;
      name = "${wheel.name}-${
        lib.replaceStrings [ "+" "!" ] [ "-" "-" ] wheel.version
      }.whl";
    };
  folder = pkgs.runCommand "comfyui-nodes-wheels" {
    # What manylinux2014 lets wheels expect of a system (PEP 599), and
    # libcuda, which is the driver's.
    libraries = lib.concatStringsSep ":" (
      map (
        library: "${library}/lib"
      ) pkgs.pythonManylinuxPackages.manylinux2014
      ++ [
        "${pkgs.stdenv.cc.cc.lib}/lib"
        "/run/opengl-driver/lib"
      ]
    );
    nativeBuildInputs = [
      pkgs.patchelf
      pkgs.unzip
    ];
    inherit site;
    wheels = map fetch lock.wheels;
  } (builtins.readFile ../packages/unpack-wheels.sh);
in
pythonPackages.toPythonModule (
  pkgs.runCommand "comfyui-nodes"
    {
      inherit folder site;
      pname = "comfyui-nodes";
      version = "0";
    }
    ''
      mkdir -p $out/$site
      echo "import site; site.addsitedir('$folder/$site')" \
        > $out/$site/comfyui-nodes.pth
    ''
)
