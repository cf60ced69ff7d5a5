# The activation script: snippets in the order of their dependencies, each
# failure told and remembered, /run/current-system last of all.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.system) build;
  snippets = config.system.activationScripts;

  # Names after those they depend on; unknown names are an error, as on NixOS.
  order =
    set:
    let
      visit =
        done: name:
        if builtins.elem name done then
          done
        else
          builtins.foldl' visit done (
            map (
              dep:
              if set ? ${dep} then
                dep
              else
                throw (
                  "activation script snippet '${name}' depends on "
                  + "'${dep}', which does not exist"
                )
            ) set.${name}.deps
          )
          ++ [ name ];
    in
    builtins.foldl' (done: name: lib.unique (visit done name)) [ ] (
      builtins.attrNames set
    );

  block = set: name: ''
    #### Activation script snippet ${name}:
    _localstatus=0
    ${set.${name}.text}
    if (( _localstatus > 0 )); then
      printf "Activation script snippet '%s' failed (%s)\n" \
        "${name}" "$_localstatus"
    fi
  '';
  script = set: dry: ''
    #!/bin/bash
    # Only on a rehearsal host: elsewhere this would replace /etc.
    if [ ! -d /opt/sdlab ]; then
      echo "this system is for rehearsal hosts only" >&2
      exit 1
    fi
    systemConfig='@out@'
    export PATH=/usr/bin:/usr/sbin
    ${lib.optionalString dry "export NIXOS_ACTION=dry-activate"}
    _status=0
    trap "_status=1 _localstatus=\$?" ERR
    umask 0022

    ${lib.concatMapStringsSep "\n" (block set) (order set)}
    ${lib.optionalString (!dry) ''
      # Last, so that an activation that died left the old system current.
      ln -sfn "$(readlink -f "$systemConfig")" /run/current-system
    ''}
    exit $_status
  '';
  dry = builtins.mapAttrs (
    _: s:
    s
    // {
      deps = lib.filter (d: snippets.${d}.supportsDryActivation) s.deps;
    }
  ) (lib.filterAttrs (_: s: s.supportsDryActivation) snippets);
in
{
  config.system = {
    activationScripts = {
      etc = {
        deps = [
          "specialfs"
          "users"
        ];
        text = ''
          echo "setting up /etc..."
          /bin/bash ${build.setupEtc} ${build.etc}/etc
        '';
      };
      specialfs = "mkdir -p /run /tmp /var/empty";
      var = "mkdir -p /var/log /var/tmp";
    };
    build = {
      activate = script snippets false;
      dryActivate = script dry true;
    };
  };
}
