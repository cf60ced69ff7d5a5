# Settings that create a service's data directory and the other folders it
# writes to: by systemd below /var/lib, elsewhere by tmpfiles and mounted into
# the unit. All of them exist before it starts.
{ lib }:
{
  # The directory, absolute.
  path,
  # Folders that must be in it.
  folders ? [ ],
  # Other absolute folders; existing ones keep their owner.
  others ? [ ],
  user,
  group,
}:
let
  isState = lib.hasPrefix "/var/lib/";
  below = lib.removePrefix "/var/lib/";
  all = [ path ] ++ map (folder: "${path}/${folder}") folders;
  made = lib.unique (all ++ others);
  states = builtins.filter isState made;
  mounted = builtins.filter (folder: !(isState folder)) made;
  isInside =
    folder: lib.any (other: lib.hasPrefix "${other}/" folder) mounted;
  modeOf =
    folder:
    if builtins.elem folder all then
      {
        inherit group user;
        mode = "0755";
      }
    else
      # The colon: only for a folder that is created now.
      {
        group = ":${group}";
        mode = ":0755";
        user = ":${user}";
      };
in
{
  serviceConfig =
    lib.optionalAttrs (states != [ ]) {
      StateDirectory = map below states;
    }
    # With ProtectHome=tmpfs a writable path would be hidden.
    // lib.optionalAttrs (mounted != [ ]) {
      BindPaths = builtins.filter (folder: !(isInside folder)) mounted;
    };
  # Folders that tmpfiles creates or gives to the user, and those it only
  # creates.
  made = builtins.partition (folder: builtins.elem folder all) mounted;
  tmpfiles = lib.genAttrs mounted (folder: {
    d = modeOf folder;
  });
}
