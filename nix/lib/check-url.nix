# Where a model comes from: a file, not a web page about it, and no secret,
# since every user of the host can read what is in the store.
option: url:
let
  blob = builtins.match "(https://huggingface[.]co/.+)/blob/(.+)" url;
  token = builtins.match ".*[?&](token|access_token|api_key)=.*" url;
in
if url == null then
  throw "${option}.url: it is missing."
else if
  builtins.match "(https?|file)://[^[:space:]]+" url == null
then
  throw (
    "${option}.url: \"${url}\" is no http, https or file URL "
    + "without blanks."
  )
else if blob != null then
  throw (
    "${option}.url: this is the file's page; the file is "
    + "${builtins.head blob}/resolve/${builtins.elemAt blob 1}"
  )
else if token != null then
  throw (
    "${option}.url: a ${builtins.head token} in a URL would lie in the "
    + "store, which everybody can read; see docs/models.md."
  )
else
  url
