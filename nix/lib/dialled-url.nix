# The URL of a service on its own host, from the addresses that it listens on.
# Loopback addresses are preferred: those of a network may go.
{ lib }:
{
  listen,
  port,
  tls ? false,
}:
let
  # Each stands for all addresses of its family, and takes connections to that
  # family alone.
  any = {
    "" = "127.0.0.1";
    "0.0.0.0" = "127.0.0.1";
    "::" = "::1";
  };
  dialled = map (address: any.${address} or address) listen;
  isLoopback =
    address:
    address == "::1"
    || address == "localhost"
    || lib.hasPrefix "127." address;
  best = lib.findFirst isLoopback (builtins.head dialled) dialled;
  address = if listen == [ ] then "127.0.0.1" else best;
  host = if lib.hasInfix ":" address then "[${address}]" else address;
in
"${if tls then "https" else "http"}://${host}:${toString port}"
