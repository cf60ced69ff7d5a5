# query-gpus.sh: asks nvidia-smi about every GPU, in CSV without units.
# Inputs: folder (of one's own). Outputs: query_gpus.
# needs: nothing
# shellcheck shell=sh disable=SC2034
: "${folder=}"

# query_gpus FIELDS FILE: writes what nvidia-smi says to FILE; sets code, its
# exit, and fields, those that it was asked for at last. A hanging nvidia-smi
# must not hang us. One unknown field fails the whole query, so it is left
# out: drivers before 495 have no compute_cap.
query_gpus() {
  fields=$1
  while :; do
    code=0
    timeout 20 nvidia-smi --format=csv,noheader,nounits \
      "--query-gpu=$fields" >"$2" 2>&1 </dev/null || code=$?
    unknown=
    [ "$code" = 0 ] || unknown=$(sed -n \
      '/^Field "\([a-z_.]*\)" is not a valid field.*/{s//\1/p;q;}' "$2")
    case ,$fields, in
      *",${unknown:-none},"*) ;;
      *) break ;;
    esac
    fields=$(echo ",$fields," | sed "s/,$unknown,/,/; s/^,//; s/,\$//")
  done
}
