# generations.sh: the generations of the system profile; changes nothing. It
# forks as much for many as for one.
# Inputs: root. Outputs: facts generations ("NUMBER SECONDS TOPLEVEL" a line,
# in no order), versions ("NUMBER TEXT": NixOS's), files ("NUMBER JSON": its
# etc/sdops/host.json), current, booted, profile, generation, boot-default, and
# those of record-facts.sh. Exit: 0.
# needs: prelude loader record-facts systems
# shellcheck shell=sh
: "${root?}"

# `SECONDS '…/system-NUMBER-link' -> '/nix/store/…'`, as stat says it.
as_said="s|^\([0-9]*\) '[^']*/system-\([0-9]*\)-link'"
as_said="$as_said -> '\(/[^']*\)'\$|\2 \1 \3|p"

main() {
  profiles=$root/nix/var/nix/profiles
  set --
  for link in "$profiles"/system-*-link; do
    [ ! -e "$link" ] || set -- "$@" "$link"
  done
  if [ "$#" -gt 0 ]; then
    fact generations "$(stat -c '%Y %N' "$@" | sed -n "$as_said")"
    fact versions "$(text_of nixos-version "$@")"
    fact files "$(text_of etc/sdops/host.json "$@")"
  fi
  fact current "$(current_system)"
  fact booted "$(booted_system)"
  fact profile "$(profile_system)"
  fact generation "$(profile_generation)"
  fact boot-default "$(boot_default)"
  record_facts
}

# text_of FILE LINK…: "NUMBER LINE" for each that has the file, its first line.
text_of() {
  text_file=$1
  shift
  for link; do
    shift
    [ ! -f "$link/$text_file" ] || set -- "$@" "$link/$text_file"
  done
  [ "$#" -gt 0 ] || return 0
  awk 'FNR == 1 {
    number = FILENAME
    sub(/^.*\/system-/, "", number)
    sub(/-link\/.*$/, "", number)
    print number " " $0
  }' "$@" </dev/null
}
main </dev/null
