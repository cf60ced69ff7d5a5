# build-times.sh: keeps how long builds took here, for the estimates of plans:
# the last of each package, and of packages those that were built last.
# Inputs: took (lines "NAME SECONDS", the newest last), most (lines that stay).
# Outputs: nothing. Exit: 0.
# needs: prelude own-folder
# shellcheck shell=sh
: "${took:?}" "${most:?}" "${state_root:?}" "${folder=}"
main() {
  umask 022
  mkdir -p "$state_root"
  make_folder "$state_root/times-XXXXXX"
  printf '%s\n' "$took" | cat "$state_root/build-times" - 2>/dev/null |
    awk '
      { at[$1] = NR; line[NR] = $0 }
      END { for (i = 1; i <= NR; i++) { split(line[i], part, " ")
        if (at[part[1]] == i) print line[i] } }' |
    tail -n "$most" >"$folder/new"
  mv "$folder/new" "$state_root/build-times"
}
main </dev/null
