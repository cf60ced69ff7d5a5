# What a rehearsal host serves: ComfyUI's stand-in in the package's place, so
# that nothing of Python is downloaded. Its torch is heavy by its name, takes as
# many seconds as `nixpkgs.config.torchSeconds` says, and is another one for
# other `cudaCapabilities`.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  given = config.nixpkgs.config;

  # For who asks for names and versions, as the lock of custom nodes does.
  named =
    pname: version:
    pkgs.runCommand "python3.13-${pname}-${version}" {
      inherit pname version;
    } "mkdir $out";

  # Debian's, with a few of the packages that ComfyUI's has.
  python = pkgs.python3 // {
    inherit withPackages;
    pkgs = packages;
    pythonVersion = "3.13";
    sitePackages = "lib/python3.13/site-packages";
  };
  packages = {
    inherit python torch;
    numpy = named "numpy" "2.3.4";
    requiredPythonModules = lib.unique;
    toPythonModule = package: package;
  };
  torch =
    pkgs.runCommand "python3.13-torch-2.9.1"
      {
        architectures = lib.concatStringsSep ";" (
          given.cudaCapabilities or [ ]
        );
        pname = "torch";
        requiredSystemFeatures = [ "big-parallel" ];
        seconds = given.torchSeconds or 0;
        version = "2.9.1";
      }
      ''
        for n in $(seq "$seconds"); do
          echo "[$n/$seconds] nvcc -gencode $architectures torch/kernel$n.cu"
          sleep 1
        done
        mkdir -p $out/lib
        echo "$architectures" > $out/lib/libtorch.so
      '';
  withPackages =
    choose:
    pkgs.runCommand "python3-3.13-env"
      {
        packages = choose packages;
        inherit (python) sitePackages;
      }
      ''
        mkdir -p $out/$sitePackages
        for p in $packages; do
          for f in $p/$sitePackages/*; do
            [ ! -e "$f" ] || ln -s "$f" $out/$sitePackages/
          done
        done
      '';

  pythonPackages = p: [
    p.numpy
    p.torch
  ];
  make =
    more:
    pkgs.runCommand "comfyui-0.3.64"
      {
        environment = python.withPackages (
          p: pythonPackages p ++ more p
        );
        meta.mainProgram = "comfyui";
        passthru = {
          inherit python pythonPackages;
          withPackages = make;
        };
        pname = "comfyui";
        version = "0.3.64";
      }
      ''
        mkdir -p $out/bin $out/share
        cp -r ${./comfyui} $out/share/comfyui
        cat > $out/bin/comfyui <<EOF
        #!${pkgs.runtimeShell}
        export SDLAB_PYTHON='$environment'
        export NODE_COMPILE_CACHE="\''${CACHE_DIRECTORY:-/var/cache}/sdlab"
        exec /opt/sdlab/node $out/share/comfyui/main.ts "\$@"
        EOF
        chmod +x $out/bin/comfyui
      '';
in
{
  services.comfyui.package = make (_: [ ]);
}
