# The real ComfyUI in place of the rehearsal nixpkgs' one: its source is the
# fleet's input comfyui, its Python is mounted where real-host.ts says.
{ inputs, ... }:
{
  nixpkgs.overlays = [
    (
      final: prev:
      let
        src = "${inputs.comfyui}/source";
        read = builtins.readFile "${src}/comfyui_version.py";
        version = builtins.elemAt (builtins.split "\"([^\"]+)\"" read) 1;
      in
      {
        comfyui = prev.comfyui // {
          inherit src;
          version = builtins.head version;
        };
        python3 = prev.python3 // {
          # It has what it needs.
          withPackages =
            _:
            final.runCommandLocal "python3-real" { } ''
              mkdir -p $out/bin
              cat > $out/bin/python3 <<'EOF'
              #!/bin/sh
              export LD_LIBRARY_PATH=/opt/comfyui/python/lib
              export PYTHONDONTWRITEBYTECODE=1
              export PYTHONHOME=/opt/comfyui/python
              export PYTHONPATH=/opt/comfyui/packages
              exec /opt/comfyui/python/bin/python3 "$@"
              EOF
              chmod +x $out/bin/python3
            '';
        };
      }
    )
  ];
}
