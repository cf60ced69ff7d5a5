# Functions about nothing in particular.
lib: {
  inherit (builtins)
    add
    bitAnd
    bitOr
    functionArgs
    isBool
    isFloat
    isFunction
    isInt
    mul
    seq
    deepSeq
    sub
    trace
    ;

  # As `assert assertMsg …`.
  assertMsg = cond: message: cond || throw message;
  boolToString = b: if b then "true" else "false";
  const = x: _: x;
  defaultTo = fallback: x: if x == null then fallback else x;
  flip =
    f: a: b:
    f b a;
  fix =
    f:
    let
      x = f x;
    in
    x;
  id = x: x;
  importJSON = path: builtins.fromJSON (builtins.readFile path);
  isPath = builtins.isPath;
  mapNullable = f: x: if x == null then x else f x;
  max = a: b: if a > b then a else b;
  min = a: b: if a < b then a else b;
  mod = a: b: a - b * (a / b);
  pipe = builtins.foldl' (x: f: f x);
  release = "26.05";
  throwIf = cond: message: if cond then throw message else (x: x);
  throwIfNot = cond: message: if cond then (x: x) else throw message;
  version = "26.05.20261101.rehearsal";
  warn =
    let
      old = message: builtins.trace "evaluation warning: ${message}";
    in
    builtins.warn or old;
  warnIf = cond: message: if cond then lib.warn message else (x: x);
  xor = a: b: a != b;

  # Prints each warning, then gives the value.
  showWarnings =
    warnings: value:
    builtins.foldl' (v: w: lib.warn w v) value warnings;
}
