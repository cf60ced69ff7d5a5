# stable-diffusion-webui (AUTOMATIC1111's) with the repositories that it would
# clone at its first start, and without pip: its Python is given. The hashes are
# read, not fetched here: docs/evidence.md.
{
  lib,
  fetchFromGitHub,
  # It asks git for its own version.
  git,
  python3,
  runCommand,
  runtimeShell,
  # Python packages → those that it imports; the host's own choice of torch.
  pythonPackages ? import ./webui-python-packages.nix {
    inherit lib;
  },
}:
let
  version = "1.7.0";
  source = fetchFromGitHub {
    owner = "AUTOMATIC1111";
    repo = "stable-diffusion-webui";
    rev = "v${version}";
    hash = "sha256-xOId/D5eJszmRn0tCZtS+/u5WQUBpdPQ0I5XZIv3FvE=";
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
  };
  python = python3.withPackages pythonPackages;
in
runCommand "stable-diffusion-webui-${version}"
  {
    inherit version;
    pname = "stable-diffusion-webui";
    meta.mainProgram = "webui.sh";
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
    exec ${python}/bin/python3 \
      $out/share/stable-diffusion-webui/launch.py \
      --skip-prepare-environment "\$@"
    EOF
    chmod +x $out/bin/webui.sh
  ''
