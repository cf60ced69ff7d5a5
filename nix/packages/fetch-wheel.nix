# A wheel of nix/data/wheels.json. It is fetched by its hash or not at all: one
# without a hash is refused by name, so that none is made up.
{ fetchPypi, fetchurl }:
set: name: wheel:
if !(wheel ? hash) then
  throw (
    "nix/data/wheels.json: ${set}.${name} ${wheel.version} has no hash, "
    + "so ${set} can't be evaluated. Add the wheel's sha256."
  )
else if wheel ? pypi then
  fetchPypi (
    wheel.pypi
    // {
      dist = wheel.pypi.python;
      format = "wheel";
      inherit (wheel) hash version;
      pname = name;
    }
  )
else
  fetchurl {
    inherit (wheel) hash url;
    # A store path's name takes no percent sign.
    name = builtins.replaceStrings [ "%2B" ] [ "+" ] (
      baseNameOf wheel.url
    );
  }
