# Programs of the rehearsal host as packages: links to Debian's at their
# absolute paths, or to the project's stand-ins.
pkgs:
let
  inherit (pkgs) lib;
  lists = import ./commands.nix;
  standins = "/opt/sdlab/standins";

  # commands: name → absolute path.
  links =
    pname: version: commands: extra:
    pkgs.mkDerivation (
      {
        inherit pname version;
        commands = lib.mapAttrsToList (
          name: path: "${path}:${name}"
        ) commands;
        passAsFile = [ "commands" ];
        buildCommand = ''
          mkdir -p $out/bin
          for c in $(cat "$commandsPath"); do
            ln -s "''${c%%:*}" "$out/bin/''${c##*:}"
          done
        ''
        + (extra.buildCommand or "");
      }
      // removeAttrs extra [ "buildCommand" ]
    );
  fromList =
    pname: entry:
    links pname entry.version (
      lib.genAttrs (entry.bin or [ ]) (name: "/usr/bin/${name}")
      // lib.genAttrs (entry.sbin or [ ]) (name: "/usr/sbin/${name}")
    ) { meta.mainProgram = entry.main or pname; };
in
builtins.mapAttrs fromList lists
// {
  bash = links "bash" "5.2.37" {
    bash = "/bin/bash";
    sh = "/bin/bash";
  } {
    passthru.shellPath = "/bin/bash";
  };
  posix-shell = links "posix-shell" "1" { sh = "/bin/sh"; } { };
  fish = links "fish" "4.0.2" { fish = "/usr/bin/fish"; } {
    passthru.shellPath = "/bin/fish";
  };

  # What reads and moves the driver is a stand-in; the rest is Debian's.
  kmod = links "kmod" "34.2" (
    lib.genAttrs [ "lsmod" "modinfo" "modprobe" "rmmod" ] (
      name: "${standins}/nvidia/${name}"
    )
    // lib.genAttrs [ "depmod" "insmod" ] (name: "/usr/sbin/${name}")
  ) { };

  # bootctl speaks to the boot loader record, which is a stand-in too.
  systemd =
    links "systemd" "257.9"
      (
        lib.genAttrs lists.systemd.bin (name: "/usr/bin/${name}")
        // lib.genAttrs lists.systemd.sbin (name: "/usr/sbin/${name}")
        // {
          bootctl = "${standins}/boot-loader/bootctl";
        }
      )
      {
        buildCommand = ''
          mkdir -p $out/lib/systemd
          ln -s /usr/lib/systemd/systemd $out/lib/systemd/systemd
        '';
      };

  # In the sandbox it needs its libraries beside it (sandbox-paths).
  nodejs = links "nodejs" "24.0.0" { } {
    buildCommand = ''
      cat > $out/bin/node <<'END'
      #!/bin/sh
      kit=/opt/sdlab/node-kit
      [ -e $kit/node ] || exec /opt/sdlab/node "$@"
      exec $kit/ld-linux-x86-64.so.2 --library-path $kit $kit/node "$@"
      END
      chmod 0755 $out/bin/node
    '';
  };

  # Not of Debian: who needs it puts it there.
  uv = links "uv" "0.13.9" { uv = "/usr/local/bin/uv"; } { };

  nixos-rebuild-ng = links "nixos-rebuild-ng" "26.05" {
    nixos-rebuild = "${standins}/nixos-rebuild/nixos-rebuild";
  } { };
}
