# Types of strings and paths.
lib:
let
  inherit (lib.types) mkType;
  separated =
    name: separator: description:
    mkType {
      inherit name description;
      check = builtins.isString;
      merge = _: lib.concatMapStringsSep separator (d: d.value);
    };
  strings =
    name: description: check:
    mkType { inherit name description check; };
  pathIn =
    {
      absolute ? true,
      inStore ? null,
    }:
    mkType {
      name = "path";
      description =
        if inStore == true then
          "path in the Nix store"
        else if absolute then
          "absolute path"
        else
          "path";
      check =
        x:
        lib.isStringLike x
        && (!absolute || builtins.substring 0 1 (toString x) == "/")
        && (
          inStore == null
          || inStore == lib.hasPrefix "${builtins.storeDir}/" (toString x)
        );
    };
in
{
  str = strings "str" "string" builtins.isString;
  string = throw (
    "The type `types.string' is deprecated. See "
    + "https://github.com/NixOS/nixpkgs/pull/66346 for better "
    + "alternative types."
  );
  nonEmptyStr = strings "nonEmptyStr" "non-empty string" (
    x: builtins.isString x && builtins.match "[ \t\n]*" x == null
  );
  singleLineStr = mkType {
    name = "singleLineStr";
    description = "(optionally newline-terminated) single-line string";
    check =
      x: builtins.isString x && builtins.match "[^\n\r]*\n?" x != null;
    merge =
      loc: defs: lib.removeSuffix "\n" (lib.mergeEqualOption loc defs);
  };
  strMatching =
    pattern:
    strings "strMatching ${lib.strings.toJSON pattern}"
      "string matching the pattern ${pattern}"
      (x: builtins.isString x && builtins.match pattern x != null);
  passwdEntry =
    type:
    lib.types.addCheck type (x: builtins.match "[^:\n]*" x != null)
    // {
      name = "passwdEntry ${type.name}";
      description = "${
        lib.types.describe [ "noun" ] type
      }, not containing newlines or colons";
      descriptionClass = "nonRestrictiveClause";
    };
  separatedString =
    separator:
    separated "separatedString" separator
      "strings concatenated with ${builtins.toJSON separator}";
  lines =
    separated "separatedString" "\n"
      ''strings concatenated with "\n"'';
  commas =
    separated "separatedString" ","
      ''strings concatenated with ","'';
  envVar =
    separated "separatedString" ":"
      ''strings concatenated with ":"'';
  path = pathIn { };
  pathInStore = pathIn { inStore = true; };
  pathWith = pathIn;
  shellPackage = mkType {
    name = "shellPackage";
    description = "shell package";
    check = x: lib.isDerivation x && x ? shellPath;
    merge = lib.mergeOneOption;
  };
}
