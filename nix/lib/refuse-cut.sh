# Refuses a model that isn't whole, or isn't what its extension says: the hash
# may have been taken of just that file. In: $out, the download; $format, the
# model's extension. Exit: 1 when it is one, which the log says. Source of the
# form: safetensors' own README, "Format"; GGUF's specification, "File
# Structure".
set -eu
: "${format:?}" "${out:?}"

refuse() {
  echo "sdops: the site sent $1 instead of the file:"
  exit 1
}

# A header's length, 8 bytes; the header, JSON; the tensors, without a gap.
safetensors() {
  size=$(wc -c <"$out")
  # shellcheck disable=SC2046 # a word each
  set -- $(head -c 8 "$out" | od -A n -t u1 -v)
  if [ "$#" != 8 ] || [ "$7$8" != 00 ]; then refuse "no safetensors file"; fi
  [ "$(tail -c +9 "$out" | head -c 1)" = "{" ] || refuse "no safetensors file"
  header=$(($1 + ($2 << 8) + ($3 << 16) + ($4 << 24) + ($5 << 32) + ($6 << 40)))
  [ "$header" -le $((size - 8)) ] ||
    refuse "$size bytes, which end in the header,"
  tensors=$(tail -c +9 "$out" | head -c "$header" |
    grep -o '"data_offsets" *: *\[ *[0-9]* *, *[0-9]*' |
    sed 's/.*, *//' | sort -n | tail -n 1) || true
  whole=$((8 + header + ${tensors:-0}))
  [ "$size" = "$whole" ] || refuse "$size bytes of $whole"
}

case $format in
safetensors | sft) safetensors ;;
gguf)
  magic=$(head -c 4 "$out" | tr -d '\000')
  [ "$magic" = GGUF ] || refuse "no GGUF file"
  ;;
esac
