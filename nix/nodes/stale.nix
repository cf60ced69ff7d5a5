# Why a host's lock is out of date or was changed, as parts of a sentence; empty
# when it is good. Only the lock's own words are compared: nothing is fetched.
{ lib }:
{
  # nodes.lock.json as it is read; null when there is none.
  lock,
  # See facts.nix.
  facts,
}:
let
  locked = lib.listToAttrs (
    map (node: lib.nameValuePair node.name node) lock.nodes
  );
  bare = node: removeAttrs node [ "requirements" ];
  ofNode =
    node:
    if !(locked ? ${node.name}) then
      [ "it lacks ${node.name}" ]
    else if bare locked.${node.name} != node then
      [ "${node.name} has another revision" ]
    else
      [ ];
  differs =
    what: was: is:
    lib.optional (was != is) "${what} was ${was} and is ${is}";
  host =
    name: version:
    differs name version (facts.packages.${name} or "missing");
in
if lock == null then
  [ "there is no lock" ]
else if lock.format or null != 1 then
  [ "its format is unknown" ]
else
  lib.concatMap ofNode facts.nodes
  ++ differs "Python" lock.python facts.python
  ++ differs "the platform" lock.platform facts.platform
  ++ lib.concatLists (lib.mapAttrsToList host lock.host-packages)
  ++ import ./elsewhere.nix { inherit lib; } lock
