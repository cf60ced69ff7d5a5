# The system: one folder with everything that a boot or a switch needs.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (config.system) build;
  kernel = config.boot.kernelPackages.kernel;
  modules = pkgs.aggregateModules config.system.modulesTree;
  failed = map (a: a.message) (
    builtins.filter (a: !a.assertion) config.assertions
  );

  # One script that runs all checks with the arguments OUT ACTION.
  checks = pkgs.writeScript "pre-switch-checks" (
    lib.concatStrings (
      [ "#!/bin/bash\n" ]
      ++ lib.mapAttrsToList (name: text: ''
        if ! (
        ${text}
        ) >&2; then
          echo "Pre-switch check '${name}' failed" >&2
          exit 1
        fi
      '') config.system.preSwitchChecks
    )
  );

  switch = ''
    #!/bin/sh
    export OUT='@out@'
    export TOPLEVEL="$OUT"
    export DISTRO_ID='${config.system.nixos.distroId}'
    export INSTALL_BOOTLOADER='${build.installBootLoader}'
    export PRE_SWITCH_CHECK='${checks}'
    export SYSTEMD='${pkgs.systemd}'
    standin=/opt/sdlab/standins/switch-to-configuration
    # The real program starts at once; this one at the first time only does not.
    export NODE_COMPILE_CACHE=/var/cache/sdlab
    exec /opt/sdlab/node "$standin/main.ts" "$@"
  '';
  # Stage 2 of a boot; the rehearsal host's own init does the same.
  init = ''
    #!/bin/bash
    systemConfig='@out@'
    ln -sfn "$systemConfig" /run/booted-system
    "$systemConfig/activate"
    exec ${pkgs.systemd}/lib/systemd/systemd "$@"
  '';
  bootspec = builtins.toJSON {
    "org.nixos.bootspec.v1" = {
      init = "@out@/init";
      initrd = "${build.initialRamdisk}/initrd";
      kernel = "${kernel}/bzImage";
      inherit (config.boot) kernelParams;
      label = (
        "NixOS ${config.system.nixos.codeName} "
        + "${config.system.nixos.label} (Linux ${kernel.version})"
      );
      system = pkgs.system;
      toplevel = "@out@";
    };
    "org.nixos.specialisation.v1" = { };
  };

  system =
    pkgs.runCommandLocal
      "nixos-system-${config.system.name}-${config.system.nixos.label}"
      (
        {
          inherit (build) activate dryActivate;
          inherit bootspec init switch;
          extraDependencies =
            config.system.extraDependencies ++ config.system.checks;
          kernelParams = config.boot.kernelParams;
          nixosVersion = config.system.nixos.version;
          passAsFile = [
            "activate"
            "bootspec"
            "dryActivate"
            "extraDependencies"
            "init"
            "switch"
          ];
        }
        // config.system.systemBuilderArgs
      )
      ''
        mkdir -p $out/bin
        own() { # file of the environment, target, mode
          sed "s|@out@|$out|g" "$1" > "$2"
          chmod "$3" "$2"
        }
        own "$activatePath" $out/activate 755
        own "$dryActivatePath" $out/dry-activate 755
        own "$initPath" $out/init 755
        own "$bootspecPath" $out/boot.json 644
        own "$switchPath" $out/bin/switch-to-configuration 755
        ln -s ${kernel}/bzImage $out/kernel
        ln -s ${modules} $out/kernel-modules
        ln -s ${build.initialRamdisk}/initrd $out/initrd
        ln -s ${build.etc}/etc $out/etc
        ln -s ${config.system.path} $out/sw
        ln -s ${pkgs.systemd} $out/systemd
        printf %s "$nixosVersion" > $out/nixos-version
        printf %s "${pkgs.system}" > $out/system
        printf %s "$kernelParams" > $out/kernel-params
        printf %s "systemd 2" > $out/init-interface-version
        printf %s "" > $out/configuration-name
        cp "$extraDependenciesPath" $out/extra-dependencies
        ${config.system.systemBuilderCommands}
      '';
in
{
  config.system.build.toplevel =
    if failed != [ ] then
      throw "\nFailed assertions:\n${
        lib.concatMapStringsSep "\n" (m: "- ${m}") failed
      }"
    else
      lib.showWarnings config.warnings system;
}
