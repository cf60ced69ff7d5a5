# compare-derivations.sh: why a derivation isn't another of the same name: from
# both down through inputs of the same name, to where the difference comes from.
# Inputs: ours, theirs (derivations).
# Outputs: facts ours, theirs (where they differ by themselves, not by an input
# that both have), derivations (JSON of both). Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${ours:?}" "${theirs:?}" "${folder=}"

# inputs DERIVATION: "NAME PATH", sorted by name; of one name, several.
inputs() {
  nix-store -q --references "$1" | grep '\.drv$' |
    sed 's|^\(/nix/store/[a-z0-9]\{32\}-\(.*\)\)$|\2 \1|' | sort
}

# differing: "OURS THEIRS" of the first name that each has once, but not alike.
differing() {
  inputs "$ours" >"$folder/ours"
  inputs "$theirs" >"$folder/theirs"
  comm -23 "$folder/ours" "$folder/theirs" >"$folder/mine"
  comm -13 "$folder/ours" "$folder/theirs" >"$folder/others"
  awk '
    NR == FNR { count[$1]++; mine[$1] = $2; next }
    { other[$1]++; theirs[$1] = $2 }
    END {
      for (name in mine)
        if (count[name] == 1 && other[name] == 1)
          print name, mine[name], theirs[name]
    }' "$folder/mine" "$folder/others" | sort | sed -n '1s/^[^ ]* //p'
}

main() {
  umask 077
  make_folder
  # A graph has no circle, so this ends.
  while pair=$(differing) && [ -n "$pair" ]; do
    ours=${pair% *} theirs=${pair#* }
  done
  fact ours "$ours"
  fact theirs "$theirs"
  fact derivations "$(run_nix derivation show "$ours" "$theirs")"
}
main </dev/null
