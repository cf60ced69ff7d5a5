# nixpkgs with the files of Debian in its packages' places. A package keeps its
# own attributes (version, meta, functions); what it builds is replaced.
replaced: final: prev:
let
  inherit (prev) lib;
  inherit (prev.stdenv.hostPlatform) system;
  tree = "${final.path}/pkgs/by-name";

  put =
    old: new: more:
    let
      outputs = lib.genAttrs ((old.outputs or [ ]) ++ [ "out" ]) (
        _: self
      );
      self =
        old
        // new
        // outputs
        // {
          meta = (old.meta or { }) // {
            outputsToInstall = [ "out" ];
          };
          outputs = [ "out" ];
          override = _: self;
          overrideAttrs = _: self;
        }
        // more;
    in
    self;

  linked =
    name:
    put prev.${name} (
      import ./link.nix {
        absent = replaced.absent-units;
        inherit system;
        links = replaced.links.${name} or { };
        name = "${name}-debian";
        packages = replaced.files.${name} or [ ];
        upstream = lib.hasPrefix "systemd" name;
      }
    ) { };

  made =
    name: text: put prev.${name} (final.runCommand name { } text) { };

  # A kernel and its modules are files for the boot loader's builder alone.
  asFiles =
    kernel:
    put kernel (
      final.runCommand "linux-${kernel.version}" { } ''
        mkdir -p $out/lib/modules/${kernel.modDirVersion}
        echo "a kernel that is a file" > $out/${kernel.target}
        echo "a map that is a file" > $out/System.map
        cd $out/lib/modules/${kernel.modDirVersion}
        touch modules.builtin modules.builtin.modinfo modules.order
      ''
    ) {
      configfile = final.writeText "kernel-config" ''
        CONFIG_ARCH_MMAP_RND_BITS_MAX=32
        CONFIG_ARCH_MMAP_RND_COMPAT_BITS_MAX=16
      '';
    };
in
lib.genAttrs (
  lib.unique (
    replaced.empty
    ++ builtins.attrNames replaced.files
    ++ builtins.attrNames replaced.links
  )
) linked
// lib.genAttrs replaced.kernels (
  name:
  prev.${name}.extend (
    packages: of: {
      kernel = asFiles of.kernel;
      nvidiaPackages = import ./nvidia.nix {
        inherit (packages) kernel;
        pkgs = final;
        inherit put;
      } of.nvidiaPackages;
    }
  )
)
// {
  glibc = final.stdenv.cc.libc;
  kmod-blacklist-ubuntu = final.writeTextDir "modprobe.conf" "";
  kmod-debian-aliases = final.writeText "kmod-debian-aliases.conf" "";
  perl = linked "perl" // {
    withPackages = _: final.perl;
  };

  # Of the libraries that wheels may expect, those that Debian's layer has.
  pythonManylinuxPackages = prev.pythonManylinuxPackages // {
    manylinux2014 = [
      final.expat
      final.glibc
      final.zlib
    ];
  };

  # nixpkgs' own source, compiled when the layer was made.
  switch-to-configuration-ng = made "switch-to-configuration-ng" ''
    install -D ${./switch-to-configuration} \
      $out/bin/switch-to-configuration
  '';

  # The one header that NixOS' wrappers take of glibc's source.
  srcOnly =
    what:
    if what == final.glibc then
      final.stdenvNoCC.mkDerivation {
        installPhase = "cp -r . $out";
        name = "glibc-source";
        src = ./glibc;
      }
    else
      prev.srcOnly what;

  # nixpkgs' own source; only how Python finds it is ours.
  nixos-rebuild-ng = made "nixos-rebuild-ng" ''
    mkdir -p $out/bin $out/lib
    cp -r ${tree}/ni/nixos-rebuild-ng/src/nixos_rebuild $out/lib/
    chmod -R u+w $out/lib
    substituteInPlace $out/lib/nixos_rebuild/constants.py \
      --subst-var-by executable nixos-rebuild \
      --subst-var-by withShellFiles false
    cat > $out/bin/nixos-rebuild <<EOF
    #!${final.runtimeShell}
    export PATH=${final.nix}/bin:\$PATH PYTHONPATH=$out/lib
    exec ${final.python3}/bin/python3 -m nixos_rebuild "\$@"
    EOF
    chmod +x $out/bin/nixos-rebuild
  '';
}
