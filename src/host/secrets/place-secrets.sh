# place-secrets.sh: keeps secrets on the host, encrypted with the host's own
# key; what reads them is sdops-secrets.service.
# Inputs: restart (units: those that want a changed one start again; files: only
# what is in /run changes), busy (units that aren't restarted). stdin: lines
# "NAME UNITS VALUE": units with commas between them, or -, and the value in
# base64.
# Outputs: facts changed (names), restarted, left (units that still have the
# old value). Exit: 0.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${restart:?}" "${busy?}"

# A builtin writes the value, so that it is in no command line.
encrypt() {
  printf '%s' "$1" | base64 -d |
    systemd-creds encrypt --with-key=host --name="sdops-$2" - - 2>/dev/null
}

# same VALUE NAME: whether the host has it already.
same() {
  [ -e "$store/$2.cred" ] || return 1
  had=$(systemd-creds decrypt --name="sdops-$2" "$store/$2.cred" - \
    2>/dev/null | base64 -w 0) || return 1
  [ "$had" = "$1" ]
}

# keep NAME VALUE: a cut leaves the old one or the new one.
keep() {
  encrypt "$2" "$1" >"$store/.$1.new"
  [ -s "$store/.$1.new" ] || return 1
  sync "$store/.$1.new"
  mv -f "$store/.$1.new" "$store/$1.cred"
  sync "$store"
}

start_again() {
  restarted='' left=''
  systemctl is-active -q sdops-secrets.service || return 0
  systemctl restart sdops-secrets.service
  [ "$restart" = units ] || return 0
  for unit in $(echo "$wanting" | tr ',' ' '); do
    [ "$unit" != - ] || continue
    case " $restarted $left " in *" $unit "*) continue ;; esac
    systemctl is-active -q "$unit" || continue
    case " $busy " in
      *" $unit "*) left="$left $unit" ;;
      *) systemctl restart "$unit" && restarted="$restarted $unit" ;;
    esac
  done
}

main() {
  umask 077
  store=$state_root/secrets
  mkdir -p "$store"
  changed='' wanting='' restarted='' left=''
  while read -r name units value; do
    ! same "$value" "$name" || continue
    keep "$name" "$value"
    changed="$changed $name" wanting="$wanting,$units"
  done
  [ -z "$changed" ] || start_again
  fact changed "${changed# }"
  fact restarted "${restarted# }"
  fact left "${left# }"
}
main
