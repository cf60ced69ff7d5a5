# contents.sh: reads small files in the shell itself, without a process.
# Inputs: nl. Outputs: contents, first_line.
# needs: prelude
# shellcheck shell=sh disable=SC2034
: "${nl?}"
content=

# contents FILE: sets content to what it says, less line ends at its end; empty
# when it can't be read.
contents() {
  content=
  [ -r "$1" ] && [ ! -d "$1" ] || return 0
  while IFS= read -r content_line || [ -n "$content_line" ]; do
    content=$content$content_line$nl
  done <"$1"
  while :; do
    case $content in *"$nl") content=${content%"$nl"} ;; *) break ;;
    esac
  done
}

# first_line FILE: sets content to it.
first_line() {
  content=
  [ -r "$1" ] || return 0
  IFS= read -r content <"$1" || true
}
