# A model's hash: either `hash` or `sha256`, in any notation that Nix users
# meet. Out: what fetchurl takes, `hash` for SRI and `sha256` for hex,
# base64 and nix32.
option:
{ hash, sha256 }:
let
  given = if hash == null then sha256 else hash;
  prefixed = builtins.match "sha256[:-](.*)" given;
  bare = if prefixed == null then given else builtins.head prefixed;
  is = pattern: builtins.match pattern bare != null;
in
if (hash == null) == (sha256 == null) then
  throw (
    "${option}: set either hash or sha256"
    + (if hash == null then "." else ", not both.")
  )
else if is "[0-9a-fA-F]{64}" || is "[0-9a-df-np-sv-z]{52}" then
  { sha256 = bare; }
else if is "[A-Za-z0-9+/]{43}=" then
  { hash = "sha256-${bare}"; }
else if
  builtins.match "sha512-[A-Za-z0-9+/]{86}==" given != null
then
  { hash = given; }
else
  throw (
    "${option}.${if hash == null then "sha256" else "hash"}: "
    + "\"${given}\" is not a sha256 hash in SRI, hex, base64 or nix32."
  )
