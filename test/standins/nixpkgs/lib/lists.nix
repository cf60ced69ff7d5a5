# Lists.
lib: {
  inherit (builtins)
    all
    any
    concatLists
    concatMap
    elem
    elemAt
    filter
    foldl'
    genList
    groupBy
    head
    isList
    length
    map
    partition
    sort
    tail
    ;

  concat = a: b: a ++ b;
  count = pred: list: builtins.length (builtins.filter pred list);
  drop = n: list: lib.sublist n (builtins.length list) list;
  findFirst =
    pred: fallback: list:
    let
      found = builtins.filter pred list;
    in
    if found == [ ] then fallback else builtins.head found;
  flatten =
    x:
    if builtins.isList x then
      builtins.concatMap lib.flatten x
    else
      [ x ];
  foldr =
    f: nul: list:
    if list == [ ] then
      nul
    else
      f (builtins.head list) (lib.foldr f nul (builtins.tail list));
  forEach = list: f: map f list;
  imap0 =
    f: list:
    builtins.genList (n: f n (builtins.elemAt list n)) (
      builtins.length list
    );
  imap1 = f: lib.imap0 (n: f (n + 1));
  init = list: lib.take (builtins.length list - 1) list;
  intersectLists = a: builtins.filter (x: builtins.elem x a);
  last = list: builtins.elemAt list (builtins.length list - 1);
  naturalSort = builtins.sort (a: b: a < b);
  optional = cond: x: if cond then [ x ] else [ ];
  optionals = cond: list: if cond then list else [ ];
  range =
    first: end:
    if first > end then
      [ ]
    else
      builtins.genList (n: first + n) (end - first + 1);
  remove = x: builtins.filter (y: y != x);
  reverseList =
    list:
    let
      n = builtins.length list;
    in
    builtins.genList (i: builtins.elemAt list (n - i - 1)) n;
  singleton = x: [ x ];
  sublist =
    start: count: list:
    let
      rest = builtins.length list - start;
      wanted = if rest < count then rest else count;
    in
    if wanted <= 0 then
      [ ]
    else
      builtins.genList (n: builtins.elemAt list (n + start)) wanted;
  subtractLists = a: builtins.filter (x: !(builtins.elem x a));
  take = lib.sublist 0;
  toList = x: if builtins.isList x then x else [ x ];
  unique = builtins.foldl' (
    seen: x: if builtins.elem x seen then seen else seen ++ [ x ]
  ) [ ];
  zipListsWith =
    f: a: b:
    builtins.genList (
      n: f (builtins.elemAt a n) (builtins.elemAt b n)
    ) (lib.min (builtins.length a) (builtins.length b));
}
