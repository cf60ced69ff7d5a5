# A derivation whose files are Debian's, which every rehearsal host that is
# NixOS has in /debian. It needs no standard environment.
{
  name,
  # Debian's packages.
  packages ? [ ],
  # Path in the package → file on the host.
  links ? { },
  # What a build that has it among its inputs runs first.
  hook ? "",
  # Units of which NixOS takes its own: they go to `example`.
  upstream ? false,
  absent ? [ ],
  system,
}:
let
  debian = "/debian";
in
derivation {
  inherit
    absent
    debian
    hook
    name
    packages
    system
    upstream
    ;
  allowSubstitutes = false;
  args = [ ./link.sh ];
  builder = "${debian}/usr/bin/bash";
  links = builtins.concatStringsSep "" (
    map (to: "${to} ${links.${to}}\n") (builtins.attrNames links)
  );
  preferLocalBuild = true;
}
