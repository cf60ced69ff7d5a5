# aside.sh: puts what can't be read out of the way, where a person finds it.
# Inputs: state_root. Outputs: set_aside.
# needs: prelude order-of
# shellcheck shell=sh
: "${state_root:?}"

# number_in FOLDER: of a deployment, where a file of it still says so.
number_in() {
  grep -hEsx 'number=[0-9]{1,9}' "$1/record" "$1/number" | head -n 1 |
    sed 's/^number=//' || true
}

# set_aside PATH NAME: to aside/NUMBER-NAME; the last twenty are kept.
set_aside() {
  aside_number=$(number_in "$1")
  aside_path=$state_root/aside/${aside_number:-$(next_number)}-$2
  if [ -L "$state_root/aside" ] || [ ! -d "$state_root/aside" ]; then
    rm -f "$state_root/aside"
  fi
  mkdir -p "$state_root/aside" || return 1
  rm -rf "$aside_path"
  mv -T "$1" "$aside_path" || return 1
  say "$1 can't be read; moved it to $aside_path"
  # shellcheck disable=SC2012 # names of ours
  ls -t "$state_root/aside" | tail -n +21 | while read -r aside_old; do
    rm -rf "$state_root/aside/$aside_old"
  done
}
