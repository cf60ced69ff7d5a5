# The tree below /etc: links into the store, copies where a mode is given.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  flat = lib.replaceStrings [ "/" ] [ "-" ];
  entries = lib.filter (e: e.enable) (
    lib.attrValues config.environment.etc
  );
  # A copy is described by files beside the link, as NixOS does.
  lines = lib.concatMapStrings (
    e: "${e.source}\n${e.target}\n${e.mode}\n${e.user}\n${e.group}\n"
  ) entries;
in
{
  options.environment.etc = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { config, name, ... }:
        {
          config = {
            group = lib.mkOptionDefault "+${toString config.gid}";
            source = lib.mkIf (config.text != null) (
              lib.mkDefault (pkgs.writeText "etc-${flat name}" config.text)
            );
            target = lib.mkOptionDefault name;
            user = lib.mkOptionDefault "+${toString config.uid}";
          };
        }
      )
    );
  };
  config.system.build.etc =
    pkgs.runCommandLocal "etc"
      {
        inherit lines;
        passAsFile = [ "lines" ];
      }
      ''
        mkdir -p $out/etc
        while read -r source && read -r target && read -r mode &&
          read -r user && read -r group; do
          mkdir -p "$(dirname "$out/etc/$target")"
          if [ -e "$out/etc/$target" ] || [ -L "$out/etc/$target" ]; then
            echo "duplicate entry $target -> $source" >&2
            exit 1
          fi
          ln -s "$source" "$out/etc/$target"
          if [ "$mode" != symlink ]; then
            echo "$mode" > "$out/etc/$target.mode"
            echo "$user" > "$out/etc/$target.uid"
            echo "$group" > "$out/etc/$target.gid"
          fi
        done < "$linesPath"
      '';
  config.system.build.setupEtc = ../scripts/setup-etc.sh;
}
