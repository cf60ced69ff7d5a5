# Where a program of the same host reaches a service that listens on these
# addresses, as a URL's host.
{ lib }:
addresses:
let
  first = builtins.head addresses;
  any = {
    "" = "127.0.0.1";
    "0.0.0.0" = "127.0.0.1";
    "::" = "[::1]";
  };
in
if addresses == [ ] || builtins.elem "0.0.0.0" addresses then
  "127.0.0.1"
else
  any.${first}
    or (if lib.hasInfix ":" first then "[${first}]" else first)
