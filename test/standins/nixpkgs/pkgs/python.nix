# Python and what ComfyUI needs of it (its requirements.txt of 0.3.64).
pkgs:
let
  inherit (pkgs) config lib;
  cuda = config.cudaSupport or false;
  # Those of a Python's version. `self` is the set with what packageOverrides
  # make of it.
  packages =
    python: self:
    let
      light =
        pname: version:
        pkgs.light {
          inherit pname python version;
        };
      heavy =
        pname: version: dependencies:
        pkgs.heavy {
          inherit
            dependencies
            pname
            python
            version
            ;
        };
      korniaOf =
        kornia-rs:
        pkgs.light {
          inherit python;
          pname = "kornia";
          version = "0.8.2";
          dependencies = [ kornia-rs ];
          passthru.override = given: overridable (korniaOf given.kornia-rs);
        };
    in
    {
      triton = heavy "triton" "3.5.1" [ ];
      torch = heavy "torch" "2.9.1" (
        [ self.triton ]
        ++ lib.optionals cuda [
          pkgs.cudaPackages.cudnn
          pkgs.cudaPackages.nccl
          pkgs.magma
        ]
      );
      torchaudio = heavy "torchaudio" "2.9.1" [ self.torch ];
      torchvision = heavy "torchvision" "0.24.1" [ self.torch ];
      kornia = korniaOf self.kornia-rs;
      kornia-rs = pkgs.light {
        inherit python;
        pname = "kornia-rs";
        version = "0.1.10";
        meta.badPlatforms = [ "aarch64-linux" ];
      };
      torch-bin = light "torch-bin" "2.9.0";
      torchsde = pkgs.light {
        inherit python;
        pname = "torchsde";
        version = "0.2.6";
        dependencies = [ self.torch ];
      };
    }
    // builtins.mapAttrs light {
      aiohttp = "3.13.2";
      alembic = "1.17.1";
      av = "16.0.1";
      blake3 = "1.0.8";
      comfyui-embedded-docs = "0.3.0";
      comfyui-frontend-package = "1.27.10";
      comfyui-workflow-templates = "0.1.94";
      einops = "0.8.1";
      filelock = "3.20.0";
      fsspec = "2025.10.0";
      glfw = "2.10.0";
      jinja2 = "3.1.6";
      networkx = "3.5";
      numpy = "2.3.4";
      pillow = "12.0.0";
      psutil = "7.1.2";
      pydantic = "2.12.4";
      pydantic-settings = "2.11.0";
      pyopengl = "3.1.10";
      pyyaml = "6.0.3";
      requests = "2.32.5";
      safetensors = "0.6.2";
      scipy = "1.16.3";
      sentencepiece = "0.2.1";
      setuptools = "80.9.0";
      simpleeval = "1.0.3";
      spandrel = "0.4.1";
      sqlalchemy = "2.0.44";
      sympy = "1.14.0";
      tokenizers = "0.22.1";
      tqdm = "4.67.1";
      transformers = "4.57.1";
      typing-extensions = "4.15.0";
      yarl = "1.22.0";
    };

  interpreter =
    pythonVersion:
    {
      packageOverrides ? (_: _: { }),
      # Known by its fixed point here.
      self ? null,
    }@given:
    let
      # Debian's, for whoever asks for an interpreter.
      program = pkgs.runCommandLocal "python3-${pythonVersion}" { } ''
        mkdir -p $out/bin
        ln -s /usr/bin/python3 $out/bin/python3
      '';
      python = program // {
        inherit pythonVersion;
        override = more: interpreter pythonVersion (given // more);
        pkgs = set;
        sitePackages = "lib/python${pythonVersion}/site-packages";
        inherit withPackages;
      };
      set = lib.fix (
        final:
        let
          own = packages pythonVersion final;
          previous = builtins.mapAttrs (_: overridable) own // {
            inherit python;
            buildPythonPackage = buildPythonPackage pythonVersion;
            # Packages, and whatever these are made of.
            requiredPythonModules =
              modules:
              lib.unique (
                modules
                ++ lib.concatMap (
                  module:
                  final.requiredPythonModules (
                    builtins.filter (one: one ? version) (
                      (module.dependencies or [ ])
                      ++ (module.propagatedBuildInputs or [ ])
                    )
                  )
                ) modules
              );
            toPythonModule = package: package;
          };
        in
        previous // packageOverrides final previous
      );
      # Its python3 runs the program of ours that lies beside the script.
      withPackages =
        choose:
        pkgs.runCommandLocal "python3-${pythonVersion}-env"
          # torch of wheels is three packages in one.
          { packages = lib.unique (choose set); }
          ''
            mkdir -p $out/bin $out/lib
            for p in $packages; do
              for f in $p/lib/*; do
                [ -e "$out/lib/''${f##*/}" ] || [ -d "$f" ] ||
                  ln -s "$f" $out/lib/
              done
              for f in $p/${python.sitePackages}/*; do
                mkdir -p $out/${python.sitePackages}
                [ -e "$out/${python.sitePackages}/''${f##*/}" ] ||
                  [ ! -e "$f" ] || ln -s "$f" $out/${python.sitePackages}/
              done
            done
            cat > $out/bin/python3 <<EOF
            #!/bin/sh
            export SDLAB_PYTHON=$out
            main=\$1
            shift
            exec /opt/sdlab/node "\''${main%.py}.ts" "\$@"
            EOF
            chmod +x $out/bin/python3
          '';
    in
    python;
  overridable =
    package:
    package // { overridePythonAttrs = package.overrideAttrs; };
  buildPythonPackage =
    python:
    { pname, version, ... }@given:
    pkgs.light {
      inherit pname python version;
      dependencies = [ given.src ];
    };
in
rec {
  python3 = python313;
  python3Packages = python3.pkgs;
  python311 = interpreter "3.11" { };
  python312 = interpreter "3.12" { };
  python313 = interpreter "3.13" { };
  python312Packages = python312.pkgs;
  python313Packages = python313.pkgs;
}
