# NVIDIA's driver as the files that its stand-in reads, behind the attributes
# and the version of nixpkgs' own: what `hardware.nvidia` makes of it is real.
{ kernel, pkgs, put }:
let
  inherit (pkgs) lib;
  standin = "/opt/sdlab/standins/nvidia";

  made = old: name: text: put old (pkgs.runCommand name { } text);

  module =
    old: licence:
    let
      folder = "$out/lib/modules/${kernel.modDirVersion}/misc";
    in
    made old "nvidia-module-${old.version}" ''
      mkdir -p ${folder}
      for name in nvidia nvidia-uvm nvidia-modeset nvidia-drm; do
        printf 'name=%s\nversion=%s\nlicense=%s\n' \
          "$name" ${old.version} '${licence}' > ${folder}/$name.ko
      done
    '' { };

  driver =
    old:
    let
      named = { inherit (old) version; };
    in
    made old "nvidia-x11-${old.version}"
      ''
        mkdir -p $out/lib
        for name in libcuda libnvidia-ml; do
          echo "$name ${old.version}" > $out/lib/$name.so.${old.version}
          ln -s $name.so.${old.version} $out/lib/$name.so.1
        done
      ''
      {
        bin = made named "nvidia-smi-${old.version}" ''
          mkdir -p $out/bin $out/share/nvidia
          ln -s ${standin}/nvidia-smi $out/bin/nvidia-smi
          touch $out/share/nvidia/nvidia-application-profiles-rc
        '' { };
        firmware = made named "nvidia-firmware-${old.version}" ''
          mkdir -p $out/lib/firmware
        '' { };
        mod = module old "NVIDIA";
        open =
          if (old.open or null) == null then
            null
          else
            module old "Dual MIT/GPL";
        persistenced = made named "nvidia-persistenced-${old.version}" ''
          mkdir -p $out/bin
          cp ${./nvidia-persistenced.sh} $out/bin/nvidia-persistenced
          chmod +x $out/bin/nvidia-persistenced
        '' { meta.mainProgram = "nvidia-persistenced"; };
        settings = made named "nvidia-settings-${old.version}" ''
          mkdir $out
        '' { };
      };
in
old:
lib.mapAttrs (
  _: one: if lib.isDerivation one then driver one else one
) old
// {
  mkDriver = arguments: driver (old.mkDriver arguments);
}
