# Refuses what a site sends instead of a file: a page of HTML, an error in XML
# or JSON, the pointer of a file that Git LFS has. In: $out, the download;
# $format, the model's extension. Exit: 1 when it is one, which the log says.
set -eu
: "${format:?}" "${out:?}"

# A model has a NUL early on, text never: the length of a safetensors header
# may well be the byte that is "<" or "{".
begin=$(head -c 512 "$out" | tr '\000\r\n\t' '\001   ' | tr -d '\357\273\277')
case $begin in
*"$(printf '\001')"*) exit 0 ;;
esac

plain=$(printf '%s' "$begin" | tr '[:upper:]' '[:lower:]' | sed 's/^ *//')
sent=
case $plain in
'<!doctype html'* | '<html'* | '<head'* | '<body'*) sent='a web page' ;;
'<'[a-z!?]*) sent='a page (XML)' ;;
'{'*) sent='an answer in JSON' ;;
'version https://git-lfs'*) sent="Git LFS's pointer to it" ;;
esac

# Where the file is to be text, only a page of another kind is wrong.
case $format:$sent in
*:) exit 0 ;;
html:* | htm:* | xml:*XML* | svg:*XML*) exit 0 ;;
json:*JSON | jsonc:*JSON | txt:*JSON | yaml:*JSON | yml:*JSON) exit 0 ;;
esac
echo "sdops: the site sent $sent instead of the file:"
printf '%s\n' "$begin" | tr -cd '[:print:]\n' | cut -c 1-200
exit 1
