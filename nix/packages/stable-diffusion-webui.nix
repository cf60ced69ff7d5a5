# stable-diffusion-webui (AUTOMATIC1111's) with the repositories that it would
# clone at its first start, and without pip. It wants packages of 2023, which no
# nixpkgs has side by side: nixpkgs gives the Python alone, which its cache has,
# and locked wheels give all the rest.
{
  lib,
  callPackage,
  fetchFromGitHub,
  # It asks git for its own version.
  git,
  # The newest Python that its packages have wheels for.
  python311,
  runCommand,
  runtimeShell,
  # What its Python imports, in one folder.
  wheels ? callPackage ./webui-wheels.nix { },
}:
let
  version = "1.10.1";
  source = fetchFromGitHub {
    owner = "AUTOMATIC1111";
    repo = "stable-diffusion-webui";
    rev = "v${version}";
    hash = "sha256-lY+fZQ9yzFBVX5hrmvaIAm/FaRnsIkB2z4WpcJMmL3w=";
  };
  # The revisions that its launch_utils.py asks for.
  repositories = {
    BLIP = fetchFromGitHub {
      owner = "salesforce";
      repo = "BLIP";
      rev = "48211a1594f1321b00f14c9f7a5b4813144b2fb9";
      hash = "sha256-0IO+3M/Gy4VrNBFYYgZB2CzWhT3PTGBXNKPad61px5k=";
    };
    generative-models = fetchFromGitHub {
      owner = "Stability-AI";
      repo = "generative-models";
      rev = "45c443b316737a4ab6e40413d7794a7f5657c19f";
      hash = "sha256-qaZeaCfOO4vWFZZAyqNpJbTttJy17GQ5+DM05yTLktA=";
    };
    k-diffusion = fetchFromGitHub {
      owner = "crowsonkb";
      repo = "k-diffusion";
      rev = "ab527a9a6d347f364e3d185ba6d714e22d80cb3c";
      hash = "sha256-tOWDFt0/hGZF5HENiHPb9a2pBlXdSvDvCNTsCMZljC4=";
    };
    stable-diffusion-stability-ai = fetchFromGitHub {
      # Stability-AI's own is gone; this one has the same commit.
      owner = "w-e-w";
      repo = "stablediffusion";
      rev = "cf1d67a6fd5ea1aa600c4df58e5b47da45f6bdbf";
      hash = "sha256-yEtrz/JTq53JDI4NZI26KsD8LAgiViwiNaB2i1CBs/I=";
    };
    stable-diffusion-webui-assets = fetchFromGitHub {
      owner = "AUTOMATIC1111";
      repo = "stable-diffusion-webui-assets";
      rev = "6f7db241d2f8ba7457bac5ca9753331f0c266917";
      hash = "sha256-gos24/VHz+Es834ZfMVdu3L9m04CR0cLi54bgTlWLJk=";
    };
  };
in
runCommand "stable-diffusion-webui-${version}"
  {
    inherit version;
    pname = "stable-diffusion-webui";
    meta = {
      mainProgram = "webui.sh";
      platforms = [ "x86_64-linux" ];
    };
    # What its torch has kernels for.
    passthru = { inherit (wheels) capabilities; };
  }
  ''
    mkdir -p $out/bin $out/share
    cp -r ${source} $out/share/stable-diffusion-webui
    chmod -R u+w $out/share/stable-diffusion-webui
    mkdir -p $out/share/stable-diffusion-webui/repositories
    ${lib.concatMapStrings (name: ''
      ln -s ${repositories.${name}} \
        $out/share/stable-diffusion-webui/repositories/${name}
    '') (builtins.attrNames repositories)}
    cat > $out/bin/webui.sh <<EOF
    #!${runtimeShell}
    export PATH=${git}/bin:\$PATH
    export PYTHONPATH=${wheels}/${python311.sitePackages}
    exec ${python311}/bin/python3 -s \
      $out/share/stable-diffusion-webui/launch.py \
      --skip-prepare-environment "\$@"
    EOF
    chmod +x $out/bin/webui.sh
  ''
