# "--future-arg-with-value foo" → [ "--future-arg-with-value" "foo" ]: one blank
# or more, once; what follows stays as it is.
option:
let
  halves = builtins.match "([^ ]+) +(.+)" option;
in
if halves == null then [ option ] else halves
