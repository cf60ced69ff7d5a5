# Kernels and their modules. Two versions, so that a kernel can differ.
pkgs:
let
  inherit (pkgs) lib;
  kernel =
    version:
    pkgs.mkDerivation {
      pname = "linux";
      inherit version;
      src = builtins.toFile "source" "linux ${version}";
      buildCommand = ''
        mkdir -p $out/lib/modules/$version/kernel/drivers
        /bin/busybox head -c 65536 /dev/zero > $out/bzImage
        echo "Linux version $version" >> $out/bzImage
        echo "Linux version $version" > $out/System.map
        echo "kernel/drivers/nvme.ko:" > $out/lib/modules/$version/modules.dep
        printf 'name=nvme\nlicense=GPL\n' \
          > $out/lib/modules/$version/kernel/drivers/nvme.ko
      '';
      passthru.modDirVersion = version;
    };
  # NixOS names it after the kernel, like a package.
  nameOf = modules: "${(builtins.head modules).name}-modules";
  packagesFor = kernel: {
    inherit kernel;
    nvidiaPackages = import ./nvidia.nix pkgs kernel;
  };
in
rec {
  linux_6_12 = kernel "6.12.63";
  linux_6_18 = kernel "6.18.9";
  linuxPackagesFor = packagesFor;
  linuxPackages_6_12 = packagesFor linux_6_12;
  linuxPackages_6_18 = packagesFor linux_6_18;
  linuxPackages = linuxPackages_6_12;
  linuxPackages_latest = linuxPackages_6_18;

  # All modules of one kernel in one tree, as system.modulesTree wants it.
  aggregateModules =
    modules:
    pkgs.buildEnv {
      name = nameOf modules;
      paths = modules;
      pathsToLink = [ "/lib/modules" ];
    };
  makeInitrd =
    kernel: modules:
    pkgs.runCommandLocal "initrd-linux-${kernel.version}"
      { inherit modules; }
      ''
        mkdir -p $out
        /bin/busybox head -c 32768 /dev/zero > $out/initrd
        echo "initrd of ${kernel.version}: $modules" >> $out/initrd
      '';
}
