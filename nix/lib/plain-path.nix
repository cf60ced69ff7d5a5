# The type of a folder that units and the host's scripts name: lists of them
# are separated by blanks and colons there, and % and $ mean something else.
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
