# folders.sh: whose folders lead to some places, as written and with links
# resolved.
# Inputs: root, folders (a line each). Outputs: per folder fact folder.PATH, and
# fact resolved.PATH where links lead elsewhere: lines "OWNER FOLDER" of what
# there is, from / on. Exit: 0.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${folders?}"

# owners PATH
owners() {
  owners_rest=${1#/} owners_at=''
  while [ -n "$owners_rest" ]; do
    owners_at=$owners_at/${owners_rest%%/*}
    case $owners_rest in
      */*) owners_rest=${owners_rest#*/} ;;
      *) owners_rest='' ;;
    esac
    [ -e "$root$owners_at" ] || return 0
    echo "$(stat -L -c %U "$root$owners_at") $owners_at"
  done
}

main() {
  for folder in $folders; do
    fact "folder.$folder" "$(owners "$folder")"
    real=$(readlink -m "$root$folder")
    real=${real#"$root"}
    [ "$real" = "$folder" ] || fact "resolved.$folder" "$(owners "$real")"
  done
}
main </dev/null
