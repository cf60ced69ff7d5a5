# model-size.sh: whether a file of safetensors is as long as its header says.
# Inputs: a file. Outputs: sound_size. Exit of that: 0, or 1 with the reason on
# stdout. Source: safetensors/src/tensor.rs: eight bytes of a length, JSON, the
# tensors.
# needs: nothing
# shellcheck shell=sh

# sound_size FILE: nothing on stdout when it is sound.
sound_size() {
  have=$(stat -c %s "$1")
  if [ "$have" -lt 8 ]; then
    echo "it has only $have bytes"
    return 1
  fi
  length=$(od -An -tu8 -N8 "$1" | tr -d ' ')
  if [ "${#length}" -gt 9 ] || [ "$length" -gt "$((have - 8))" ]; then
    echo "it has no header of safetensors"
    return 1
  fi
  # Texts in it have a backslash before each quote.
  end=$(head -c "$((8 + length))" "$1" | tail -c +9 | tr -d ' \n\r\t' |
    { grep -ao '"data_offsets":\[[0-9]*,[0-9]*\]' || :; } |
    awk -F '[],[]' '$3 > end { end = $3 } END { printf "%.0f", end }')
  wanted=$((8 + length + end))
  [ "$have" != "$wanted" ] || return 0
  echo "it has $have bytes, by its header $wanted"
  return 1
}
