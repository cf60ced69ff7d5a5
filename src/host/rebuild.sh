# rebuild.sh: nixos-rebuild, by the flags of its dialect.
# Inputs: action (build, or switch, test, boot of --engine nixos-rebuild),
# source, host, config (NIX_CONFIG), dialect (bash, python).
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: facts exit,
# result (a store path, GC-rooted by the host's name). Exit: 0.
# A build stops with the connection: nobody waits for it then. A switch goes
# on: to end it half-way would be worse.
# shellcheck shell=sh
: "${action:?}" "${source:?}" "${host:?}" "${dialect:?}" "${root?}"

# The sshd that serves us; empty when there is none among our ancestors.
serving_sshd() {
  ancestor=$$
  while [ "$ancestor" -gt 1 ]; do
    case $(cat "/proc/$ancestor/comm" 2>/dev/null || true) in
      sshd*) echo "$ancestor" && return ;;
    esac
    ancestor=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$ancestor/status" \
      2>/dev/null || echo 1)
    ancestor=${ancestor:-1}
  done
}

# group_alive: whether a process of the group is left; zombies aside. Its first
# process is asked too: for a moment it has no group of its own yet.
group_alive() {
  kill -0 "$group" 2>/dev/null || kill -0 "-$group" 2>/dev/null
}

end_group() {
  trap '' HUP INT PIPE TERM
  kill -TERM "-$group" 2>/dev/null || true
  rounds=0
  while group_alive && [ "$rounds" -lt 50 ]; do
    rounds=$((rounds + 1))
    sleep 0.1
  done
  kill -KILL "-$group" 2>/dev/null || true
  rm -rf "$folder"
}

main() {
  umask 022
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder/work" "$folder/tmp"
  cd "$folder/work" || exit 1
  export NIX_CONFIG="experimental-features = nix-command flakes
${config:-}" TMPDIR="$folder/tmp"
  set -- "$action" --flake "path:$source#$host" --no-update-lock-file \
    --log-format internal-json
  # Running another version of itself is neither asked for nor the plan's; the
  # bash dialect knows this flag only as --fast.
  if [ "$dialect" = python ]; then set -- "$@" --no-reexec
  else set -- "$@" --fast; fi
  sshd=$(serving_sshd)
  setsid sh -c '"$@"; echo "$?" >../exit.new; mv ../exit.new ../exit' sh \
    nixos-rebuild "$@" >../stdout </dev/null &
  group=$!
  [ "$action" != build ] || trap 'end_group; exit 1' HUP INT PIPE TERM
  beats=0
  while [ ! -f ../exit ] && group_alive; do
    sleep 0.2
    beats=$((beats + 1))
    [ "$action" = build ] || continue
    if [ -n "$sshd" ] && [ ! -d "/proc/$sshd" ]; then end_group && exit 1; fi
    # A word now and then, so that a dead connection is noticed.
    [ $((beats % 25)) -ne 0 ] || echo "sdops alive" >&2
  done
  code=$(cat ../exit 2>/dev/null || echo 137)
  fact exit "$code"
  if [ "$code" = 0 ] && [ -L result ]; then
    made=$(readlink -f result)
    roots=$root/nix/var/nix/gcroots/sdops
    mkdir -p "$roots"
    ln -sfn "$made" "$roots/build-$host"
    fact result "$made"
  fi
  cd /
}
main </dev/null
