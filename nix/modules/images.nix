# `mkImage` for every module: pictures that the fleet's ComfyUI makes, used
# like any file. Without another URL, the host's own ComfyUI is asked.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  sdopsLib = import ../lib { inherit lib; };
in
{
  key = "sdops/images";
  _module.args.mkImage = sdopsLib.mkImage {
    inherit pkgs;
    url = config.sdops.apps.comfyui.url or "http://127.0.0.1:8188";
  };
}
