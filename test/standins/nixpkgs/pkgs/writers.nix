# Small files and trees of links: glue, built where it is needed.
pkgs:
let
  inherit (pkgs) lib;
in
{
  writeTextFile =
    {
      name,
      text,
      executable ? false,
      destination ? "",
      meta ? { },
    }:
    pkgs.runCommandLocal name
      {
        inherit destination meta text;
        executable = if executable then "1" else "";
        passAsFile = [ "text" ];
      }
      ''
        target=$out$destination
        mkdir -p "$(dirname "$target")"
        cat "$textPath" > "$target"
        if [ -n "$executable" ]; then chmod +x "$target"; fi
      '';
  writeText = name: text: pkgs.writeTextFile { inherit name text; };
  writeTextDir =
    path: text:
    pkgs.writeTextFile {
      name = baseNameOf path;
      inherit text;
      destination = "/${path}";
    };
  writeScript =
    name: text:
    pkgs.writeTextFile {
      inherit name text;
      executable = true;
    };
  writeShellScript =
    name: text:
    pkgs.writeScript name "#!${pkgs.runtimeShell}\n${text}\n";
  writeShellScriptBin =
    name: text:
    pkgs.writeTextFile {
      inherit name;
      text = "#!${pkgs.runtimeShell}\n${text}\n";
      executable = true;
      destination = "/bin/${name}";
      meta.mainProgram = name;
    };

  # entries: list of { name, path }, or an attribute set name → path.
  linkFarm =
    name: entries:
    let
      list =
        if builtins.isAttrs entries then
          lib.mapAttrsToList (name: path: { inherit name path; }) entries
        else
          entries;
    in
    pkgs.runCommandLocal name
      {
        passAsFile = [ "commands" ];
        # Names may hold anything that a file's name may.
        commands = lib.concatMapStrings (
          e:
          let
            to = lib.escapeShellArg e.name;
          in
          ''
            mkdir -p "$(dirname $out/${to})"
            ln -s ${lib.escapeShellArg "${e.path}"} $out/${to}
          ''
        ) list;
      }
      ''
        mkdir -p $out
        . "$commandsPath"
      '';

  # Links to the files of all paths; the first of two with one name wins.
  buildEnv =
    {
      name,
      paths,
      pathsToLink ? [ "/" ],
      meta ? { },
      ...
    }:
    pkgs.runCommandLocal name { inherit meta paths pathsToLink; } ''
      mkdir -p $out
      merge() { # from to
        for f in "$1"/*; do
          name=''${f##*/}
          [ -e "$f" ] || [ -L "$f" ] || continue
          if [ -d "$f" ] && { [ ! -L "$f" ] || [ -d "$2/$name" ]; }; then
            if [ -L "$2/$name" ]; then continue; fi
            mkdir -p "$2/$name"
            merge "$f" "$2/$name"
          elif [ ! -e "$2/$name" ] && [ ! -L "$2/$name" ]; then
            ln -s "$f" "$2/$name"
          fi
        done
      }
      for p in $paths; do
        for part in $pathsToLink; do
          if [ -d "$p$part" ]; then
            mkdir -p "$out$part"
            merge "$p$part" "$out$part"
          fi
        done
      done
    '';
  symlinkJoin =
    attrs: pkgs.buildEnv (removeAttrs attrs [ "postBuild" ]);
}
