# Strings.
lib: {
  inherit (builtins)
    concatStringsSep
    isString
    replaceStrings
    split
    stringLength
    substring
    toJSON
    fromJSON
    ;

  boolToYesNo = b: if b then "yes" else "no";
  concatLines = lib.concatMapStrings (line: line + "\n");
  concatMapAttrsStringSep =
    separator: f: set:
    builtins.concatStringsSep separator (lib.mapAttrsToList f set);
  concatMapStrings = f: list: lib.concatStrings (map f list);
  concatMapStringsSep =
    separator: f: list:
    builtins.concatStringsSep separator (map f list);
  concatStrings = builtins.concatStringsSep "";
  escape = chars: lib.replaceStrings chars (map (c: "\\${c}") chars);
  escapeShellArg =
    arg:
    let
      text = toString arg;
    in
    if builtins.match "[[:alnum:],._+:@%/-]+" text != null then
      text
    else
      "'${lib.replaceStrings [ "'" ] [ "'\\''" ] text}'";
  escapeShellArgs = lib.concatMapStringsSep " " lib.escapeShellArg;
  hasInfix =
    infix: text:
    lib.any
      (
        part:
        builtins.substring part (builtins.stringLength infix) text == infix
      )
      (
        lib.range 0 (
          builtins.stringLength text - builtins.stringLength infix
        )
      );
  hasPrefix =
    prefix: text:
    builtins.substring 0 (builtins.stringLength prefix) text == prefix;
  hasSuffix =
    suffix: text:
    let
      n = builtins.stringLength text - builtins.stringLength suffix;
    in
    n >= 0 && builtins.substring n (-1) text == suffix;
  intersperse =
    separator: list:
    lib.concatLists (
      lib.imap0 (
        n: x:
        if n == 0 then
          [ x ]
        else
          [
            separator
            x
          ]
      ) list
    );
  isStringLike =
    x:
    builtins.isString x
    || builtins.isPath x
    || x ? outPath
    || x ? __toString;
  isStorePath =
    x:
    lib.isStringLike x
    &&
      builtins.match "${builtins.storeDir}/[0-9a-z]{32}-[^/]+" (
        toString x
      ) != null;
  lowerChars = lib.stringToCharacters "abcdefghijklmnopqrstuvwxyz";
  upperChars = lib.stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  makeBinPath = lib.makeSearchPath "bin";
  makeSearchPath =
    folder: packages:
    lib.concatMapStringsSep ":" (p: "${p}/${folder}") (
      lib.filter (p: p != null) packages
    );
  optionalString = cond: text: if cond then text else "";
  removePrefix =
    prefix: text:
    if lib.hasPrefix prefix text then
      builtins.substring (builtins.stringLength prefix) (-1) text
    else
      text;
  removeSuffix =
    suffix: text:
    if lib.hasSuffix suffix text then
      builtins.substring 0 (
        builtins.stringLength text - builtins.stringLength suffix
      ) text
    else
      text;
  splitString =
    separator: text:
    lib.filter builtins.isString (
      builtins.split (lib.escapeRegex separator) text
    );
  escapeRegex = lib.escape (lib.stringToCharacters "\\[{()^$?*+|.");
  stringToCharacters =
    text:
    builtins.genList (n: builtins.substring n 1 text) (
      builtins.stringLength text
    );
  toInt =
    text:
    let
      value = builtins.fromJSON text;
    in
    if
      builtins.match "[-]?[0-9]+" text != null && builtins.isInt value
    then
      value
    else
      throw "toInt: Could not convert ${builtins.toJSON text} to int.";
  toLower = lib.replaceStrings lib.upperChars lib.lowerChars;
  toUpper = lib.replaceStrings lib.lowerChars lib.upperChars;
  trim =
    text:
    let
      found = builtins.match "[ \t\r\n]*(.*[^ \t\r\n])[ \t\r\n]*" text;
    in
    if found == null then "" else builtins.head found;
  # Edit distance, for "Did you mean".
  levenshtein =
    a: b:
    let
      as = lib.stringToCharacters a;
      bs = lib.stringToCharacters b;
      step =
        row: ca:
        builtins.foldl'
          (
            new: n:
            let
              change = if builtins.elemAt bs n == ca then 0 else 1;
              cost = lib.min (lib.min (lib.last new + 1) (
                builtins.elemAt row (n + 1) + 1
              )) (builtins.elemAt row n + change);
            in
            new ++ [ cost ]
          )
          [ (builtins.head row + 1) ]
          (lib.range 0 (builtins.length bs - 1));
    in
    lib.last (
      builtins.foldl' step (lib.range 0 (builtins.length bs)) as
    );
}
