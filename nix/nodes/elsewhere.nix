# Wheels of a lock that are neither on the hosts it names nor at the address of
# a node's own requirement, as parts of a sentence.
{ lib }:
lock:
let
  table = builtins.fromJSON (
    builtins.readFile ../data/wheel-hosts.json
  );
  known = lib.concatLists (
    lib.mapAttrsToList (index: hosts: [ index ] ++ hosts) table.indexes
  );
  hosts = lock.wheel-hosts or known;
  named = lib.concatMap (node: node.requirements) lock.nodes;

  # As src/nodes/wheel-hosts.ts reads it.
  hostOf =
    url:
    let
      parts = builtins.match (
        "[Hh][Tt][Tt][Pp][Ss]?://"
        + "([A-Za-z0-9.-]+|\\[[A-Fa-f0-9:.]+])(:[0-9]+)?/.*"
      ) url;
    in
    if parts == null then null else lib.toLower (builtins.head parts);
  isThere =
    url:
    hostOf url != null
    && (
      builtins.elem (hostOf url) hosts
      || builtins.any (lib.hasInfix url) named
    );
in
map (
  wheel: "${wheel.name} lies at ${wheel.url}, which its index doesn't name"
) (builtins.filter (wheel: !isThere wheel.url) lock.wheels)
