# The type of a folder that appears in units and in the host's scripts, where
# blanks and colons separate folders, and % and $ have a meaning of their own.
{ lib }:
let
  name = "[A-Za-z0-9._+@~-]+";
  hasDots =
    path:
    lib.any (part: part == "." || part == "..") (
      lib.splitString "/" path
    );
in
lib.types.addCheck (lib.types.strMatching "(/${name})+") (
  path: !(hasDots path)
)
// {
  description = (
    "absolute path of letters, digits and . _ + @ ~ -, "
    + "without . and .. and without a trailing slash"
  );
}
