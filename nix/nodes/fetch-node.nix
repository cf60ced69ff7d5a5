# A custom node's source at a revision, by its hash.
{ pkgs, lib }:
name:
{
  url,
  rev,
  hash,
}:
let
  parts = builtins.match "https://github\\.com/([^/]+)/([^/]+)" (
    lib.removeSuffix ".git" (lib.removeSuffix "/" url)
  );
in
if parts == null then
  throw (
    "services.comfyui.custom-nodes.${name}.url: ${url} is not a repository "
    + "such as https://github.com/owner/name."
  )
else
  pkgs.fetchFromGitHub {
    inherit hash rev;
    owner = builtins.elemAt parts 0;
    repo = builtins.elemAt parts 1;
  }
