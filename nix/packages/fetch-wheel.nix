# A wheel of nix/data/wheels.json, of a system where it has one for each. It is
# fetched by its hash or not at all: one without a hash is refused by name, so
# that none is made up.
{
  fetchPypi,
  fetchurl,
  system,
}:
set: name: wheel:
let
  of = wheel.systems.${system} or wheel;
in
if !(of ? hash) then
  throw (
    "nix/data/wheels.json: ${set}.${name} ${wheel.version} has no hash"
    + (if wheel ? systems then " for ${system}, " else ", ")
    + "so ${set} can't be evaluated. Add the wheel's sha256."
  )
else if of ? pypi then
  fetchPypi (
    of.pypi
    // {
      dist = of.pypi.python;
      format = "wheel";
      inherit (of) hash;
      inherit (wheel) version;
      pname = name;
    }
  )
else
  fetchurl {
    inherit (of) hash url;
    # A store path's name can't have a percent sign.
    name = builtins.replaceStrings [ "%2B" ] [ "+" ] (baseNameOf of.url);
  }
