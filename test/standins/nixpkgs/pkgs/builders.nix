# Derivations by /bin/sh and a static busybox: all that a rehearsal host's
# sandbox has (sandbox-paths: /bin/sh, /bin/busybox).
pkgs:
let
  inherit (pkgs) config lib system;

  # Functions, because the sandbox has no folder of commands.
  prelude =
    lib.concatMapStrings
      (name: "${name}() { /bin/busybox ${name} \"$@\"; }\n")
      [
        "basename"
        "cat"
        "chmod"
        "cp"
        "cut"
        "dirname"
        "find"
        "grep"
        "head"
        "ln"
        "mkdir"
        "mv"
        "od"
        "readlink"
        "rm"
        "sed"
        "sleep"
        "sort"
        "tail"
        "touch"
        "tr"
        "wc"
      ]
    # A wheel is one file here, which is no archive and has no libraries.
    + ''
      unzip() {
        if [ "$(head -c 2 "$4")" = PK ]; then
          /bin/busybox unzip "$@"
        else
          cp "$4" "$3/"
        fi
      }
    '';

  refuseUnfree =
    meta: name: value:
    let
      licence = meta.license or { };
      allowed =
        config.allowUnfree or false
        || (config.allowUnfreePredicate or (_: false)) { inherit name; };
    in
    if (licence.free or true) || allowed then
      value
    else
      throw (
        "Package ‘${name}’ in nixpkgs has an unfree license "
        + "(‘${licence.shortName}’), refusing to evaluate.\n\na) For "
        + "`nixos-rebuild` you can set\n  { "
        + "nixpkgs.config.allowUnfree = true; }\nin "
        + "configuration.nix to override this."
      );

  # name = pname-version where these are given.
  mkDerivation =
    {
      buildCommand ? "",
      meta ? { },
      passthru ? { },
      ...
    }@attrs:
    let
      name = attrs.name or "${attrs.pname}-${attrs.version}";
      drv = derivation (
        removeAttrs attrs [
          "buildCommand"
          "meta"
          "passthru"
        ]
        // {
          inherit name system;
          builder = "/bin/sh";
          args = [
            "-eu"
            "-c"
            (prelude + buildCommand)
          ];
        }
      );
      checked = refuseUnfree meta name;
    in
    drv
    // lib.optionalAttrs (attrs ? pname) {
      inherit (attrs) pname version;
    }
    // passthru
    // {
      inherit meta name;
      drvPath = checked drv.drvPath;
      outPath = checked drv.outPath;
      overrideAttrs =
        f:
        mkDerivation (
          attrs // (if builtins.isFunction f then f attrs else f)
        );
    };

  # Of what belongs to a Python; null: to none.
  prefixOf = python: lib.optionalString (python != null) "python${python}-";

  glue = {
    allowSubstitutes = false;
    preferLocalBuild = true;
  };
in
{
  inherit mkDerivation;

  runCommand =
    name: attrs: buildCommand:
    mkDerivation (attrs // { inherit buildCommand name; });
  # Glue: no cache and no other machine is asked for it.
  runCommandLocal =
    name: attrs: buildCommand:
    mkDerivation (glue // attrs // { inherit buildCommand name; });

  # A package that takes as long as nixpkgs.config says: `torchSeconds` for one,
  # `heavySeconds` for all, 0 otherwise. `failing` names those that don't build.
  heavy =
    {
      pname,
      version,
      dependencies ? [ ],
      passthru ? { },
      python ? null,
      cuda ? config.cudaSupport or false,
    }:
    mkDerivation {
      name = "${prefixOf python}${pname}-${version}";
      inherit dependencies;
      architectures = lib.optionalString cuda (
        lib.concatStringsSep ";" pkgs.cudaCapabilities
      );
      broken = lib.optionalString (builtins.elem pname (
        config.failing or [ ]
      )) "1";
      requiredSystemFeatures = [ "big-parallel" ];
      seconds = config."${pname}Seconds" or config.heavySeconds or 0;
      # What is compiled has sources.
      src = builtins.toFile "source" "${pname} ${version}";
      buildCommand = ''
        n=0
        while [ "$n" -lt "$seconds" ]; do
          n=$((n + 1))
          echo "[$n/$seconds] nvcc -gencode $architectures ${pname}/kernel$n.cu"
          sleep 1
        done
        if [ -n "$broken" ]; then
          echo "${pname}/kernel$n.cu: error: no instance of function" >&2
          exit 2
        fi
        mkdir -p $out/lib
        echo "$architectures $dependencies" > $out/lib/lib${pname}.so
      '';
      passthru = {
        inherit pname version;
      }
      // passthru;
    };

  # A package that is there at once.
  light =
    {
      pname,
      version,
      dependencies ? [ ],
      python ? null,
      meta ? { },
      passthru ? { },
    }:
    mkDerivation {
      name = "${prefixOf python}${pname}-${version}";
      inherit dependencies meta;
      buildCommand = ''
        mkdir -p $out/lib
        echo "${pname} ${version} $dependencies" > $out/lib/${pname}
      '';
      passthru = {
        inherit pname version;
      }
      // passthru;
    };
}
