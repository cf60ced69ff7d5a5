# A model's URL: of a file, not of a web page about it, and without a secret,
# since every user of the host can read the store.
{ lib }:
option: url:
let
  secrets =
    (builtins.fromJSON (builtins.readFile ../data/secret-parameters.json));
  wrong = text: throw "${option}.url: ${text}";

  # Scheme, login, host and the rest; schemes and hosts know no case.
  parts = builtins.match "([A-Za-z]+)://(([^/?#]*)@)?([^/?#@]*)(.*)" url;
  scheme = lib.toLower (builtins.head parts);
  login = builtins.elemAt parts 2;
  host = lib.removePrefix "www." (lib.toLower (builtins.elemAt parts 3));
  rest = builtins.elemAt parts 4;
  path = builtins.head (builtins.match "([^?#]*).*" rest);

  # `name=value` after `?`, `&`, `;` or `#`.
  names = lib.concatMap (
    part:
    if builtins.isString part && lib.hasInfix "=" part then
      [ (builtins.head (builtins.match "([^=]*)=.*" part)) ]
    else
      [ ]
  ) (builtins.tail (builtins.split "[?&;#]" rest));
  isSecret =
    name:
    let
      plain = lib.toLower (
        builtins.replaceStrings [ "-" "_" "." ] [ "" "" "" ] name
      );
    in
    builtins.elem plain secrets.names
    || builtins.any (word: lib.hasInfix word plain) secrets.words;
  tokens = builtins.concatStringsSep "|" secrets.tokens;
  secret =
    builtins.filter isSecret names
    ++ lib.optional (builtins.match ".*(${tokens}).*" url != null) "token";

  # The file of a page; null if the page doesn't say; false if it may be a file.
  page =
    if
      builtins.elem host [
        "hf.co"
        "huggingface.co"
      ]
    then
      huggingFace
    else if
      builtins.elem host [
        "civitai.com"
        "civitai.green"
        "civitai.red"
      ]
    then
      civitai
    else if host == "github.com" then
      gitHub
    else
      false;

  huggingFace =
    let
      file = builtins.match "/(.+)/(blob|raw)/(.+)" path;
    in
    if builtins.match "/api/.*|/.+/resolve/.+" path != null then
      false
    else if file == null then
      null
    else
      "https://huggingface.co/${builtins.head file}/resolve/"
      + builtins.elemAt file 2;

  civitai =
    let
      id = "([0-9]+)([^0-9].*)?";
      named = builtins.match ".*/model-versions/${id}" path;
      asked = builtins.match ".*[?&]modelversionid=${id}" (
        lib.toLower rest
      );
      version = if named == null then asked else named;
    in
    if lib.hasPrefix "/api/download/" path then
      false
    else if version == null then
      null
    else
      "https://civitai.com/api/download/models/${builtins.head version}";

  gitHub =
    let
      file = builtins.match "/([^/]+/[^/]+)/blob/(.+)" path;
      pages = "(commits?|discussions|issues|tree|wiki|releases/tag)";
    in
    if file != null then
      if builtins.match ".*[?&]raw=(1|true).*" rest != null then
        false
      else
        "https://github.com/${builtins.head file}/raw/"
        + builtins.elemAt file 1
    else if
      builtins.match "/[^/]+/[^/]+(/${pages}(/.*)?)?/?" path != null
    then
      null
    else
      false;
in
if url == null then
  wrong "set it."
else if
  builtins.match "([Hh][Tt][Tt][Pp][Ss]?|file)://[^[:space:]]+" url == null
then
  wrong "\"${url}\" is not an http, https or file URL without blanks."
else if login != null && scheme != "file" then
  wrong (
    "the store, which everybody can read, would hold the URL's login; "
    + "see docs/models.md."
  )
else if secret != [ ] then
  wrong (
    "the store, which everybody can read, would hold the URL's "
    + "${builtins.head secret}; see docs/models.md."
  )
else if page == null then
  wrong "this is a page of ${host}, not a file; see docs/models.md."
else if page != false then
  wrong "this is the file's page; the file is ${page}"
else
  url
