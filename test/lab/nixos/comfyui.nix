# What a rehearsal host serves: ComfyUI's stand-in in the package's place, so
# that nothing of Python is downloaded.
{ pkgs, ... }:
{
  services.comfyui.package =
    pkgs.runCommand "comfyui-0.3.64"
      {
        meta.mainProgram = "comfyui";
        passthru.withPackages = _: throw "the stand-in has no packages";
        pname = "comfyui";
        version = "0.3.64";
      }
      ''
        mkdir -p $out/bin $out/share
        cp -r ${./comfyui} $out/share/comfyui
        cat > $out/bin/comfyui <<EOF
        #!${pkgs.runtimeShell}
        exec /opt/sdlab/node $out/share/comfyui/main.ts "\$@"
        EOF
        chmod +x $out/bin/comfyui
      '';
}
