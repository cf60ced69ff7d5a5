# The settings that make a service's data directory: systemd's own below
# /var/lib, elsewhere one made by tmpfiles and mounted into the unit.
{ lib }:
{
  # The directory, absolute.
  path,
  # Folders that must be in it.
  folders ? [ ],
  user,
  group,
}:
let
  below = lib.removePrefix "/var/lib/" path;
  isState = below != path;
in
{
  serviceConfig =
    if isState then
      {
        StateDirectory = [
          below
        ]
        ++ map (folder: "${below}/${folder}") folders;
      }
    else
      # With ProtectHome=tmpfs a writable path would be hidden.
      { BindPaths = [ path ]; };
  tmpfiles = lib.optionalAttrs (!isState) (
    lib.genAttrs ([ path ] ++ map (folder: "${path}/${folder}") folders)
      (_: {
        d = {
          inherit group user;
          mode = "0755";
        };
      })
  );
}
