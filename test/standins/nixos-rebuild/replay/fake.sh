#!/bin/sh
# fake.sh: stands for nix, nix-env, systemd-run … while recorded command lines
# are replayed: writes down how it was called, answers as config/ says.
# Arguments: those of the program whose name it has. Exit: as the recording's.
here=$(dirname "$0")
name=$(basename "$0")
config=$here/../config

said() { [ ! -e "$config/$1" ] || cat "$config/$1"; }

# note WORD…: one line, words with a mark between them.
note() {
  line=
  for word; do line="$line$word$(printf '\001')"; done
  printf '%s\n' "$line" >>"$here/../log"
}

# fails NAME MESSAGE: ends if config/NAME has an exit code.
fails() {
  code=$(said "$1")
  [ -n "$code" ] || return 0
  [ -z "$2" ] || echo "$2" >&2
  exit "$code"
}

nix() {
  case " $* " in
    *" internal-json "*)
      echo '@nix {"action":"msg","level":3,"msg":"a line of nix"}' >&2 ;;
    *) echo "(nix) a line on stderr" >&2 ;;
  esac
  path=$(said toplevel)
  case " $* " in
    *build.nixos-rebuild*)
      fails reexecBuildExit "error: attribute missing"
      path=$(said nixos-rebuild)
      ;;
  esac
  signal=$(said nixKill)
  [ -z "$signal" ] || kill "-$signal" $$
  fails nixExit "error: Cannot build '$(said derivation)'."
  link=./result
  while [ $# -gt 0 ]; do
    case $1 in
      --out-link) link=$2 ;;
      --no-link) link='' ;;
      --dry-run)
        link='' path=''
        echo "these 3 derivations will be built:" >&2
        ;;
      --print-out-paths) print=1 ;;
    esac
    shift
  done
  [ -z "$link" ] || ln -sfn "$path" "$link"
  [ -z "${print-}" ] || [ -z "$path" ] || echo "$path"
}

nix_env() {
  file=/nix/var/nix/profiles/system.lock
  fails nixEnvExit "error: opening lock file '$file': Permission denied"
  case " $* " in
    *" --list-generations "*)
      printf '   1   2025-01-01 10:00:00\n   2   2025-01-02 10:00:00\n'
      printf '   3   2025-01-03 10:00:00   (current)\n'
      ;;
    *" --rollback "*) echo "switching profile from version 3 to 2" >&2 ;;
  esac
}

systemd_run() {
  fails systemdRunExit \
    "Failed to start transient service unit: Connection refused"
  while [ $# -gt 0 ]; do
    case $1 in
      -E)
        case $2 in *=*) export "${2?}" ;; esac
        shift 2
        ;;
      -*) shift ;;
      *) break ;;
    esac
  done
  [ "$1" != true ] || exit 0
  switch "$@"
}

# switch PATH ACTION: the system's own program, which may not even exist.
switch() {
  note "$@"
  echo "(switch-to-configuration) a line on stdout"
  echo "(switch-to-configuration) a line on stderr" >&2
  fails stcExit ""
}

case $name in
  sudo)
    note "$name" "$@"
    fails sudoExit "sudo: a password is required"
    while :; do case $1 in -*) shift ;; *) break ;; esac; done
    exec env -i PATH="$PATH" "$@"
    ;;
  nix) note "$name" "$@" && nix "$@" ;;
  nix-env) note "$name" "$@" && nix_env "$@" ;;
  systemd-run) note "$name" "$@" && systemd_run "$@" ;;
  switch) switch "$@" ;;
  test)
    note "$name" "$@"
    case $1 in
      -d) [ ! -e "$config/no-systemd" ] ;;
      *) [ ! -e "$config/no-nixos-version" ] ;;
    esac
    ;;
  *) note "$name" "$@" ;;
esac
