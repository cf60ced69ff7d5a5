# serve.sh: makes a shell that reads its stdin answer one request after the
# other. The client sends lines `sdops_serve MARK SCRIPT [STDIN]`.
# Each script runs in a subshell: what it sets, and whether it exits, is its
# own. No request reads the shell's own stdin, where the next ones are.
# shellcheck shell=sh

# sdops_serve MARK SCRIPT [STDIN]: SCRIPT's stdout and stderr, each between
# marks that begin and end it: `begin` says who we are, `end` the exit code.
# STDIN is base64. An echo of what is sent holds no whole mark.
sdops_serve() {
  printf 'sdops-begin-%s\n' "$1" >&2
  printf 'sdops-begin-%s %s\n' "$1" "$sdops_uid"
  if [ "$#" -gt 2 ]; then
    printf %s "$3" | PATH=$sdops_path base64 -d | (
      sdops_script=$2
      set --
      eval "$sdops_script"
    )
  else
    (
      sdops_script=$2
      set --
      eval "$sdops_script"
    ) </dev/null
  fi
  sdops_exit=$?
  printf 'sdops-end-%s\0%s\0' "$1" "$sdops_exit" >&2
  printf 'sdops-end-%s\0%s\0' "$1" "$sdops_exit"
}

# sdops_unpack TEXT: a script that was packed; all of it, or one that says no.
sdops_unpack() {
  if sdops_unpacked=$(printf %s "$1" | PATH=$sdops_path base64 -d |
    PATH=$sdops_path gzip -dc); then
    printf '%s\n' "$sdops_unpacked"
  else
    echo 'echo "the script did not arrive whole" >&2; exit 127'
  fi
}
sdops_path=$PATH:/run/current-system/sw/bin:/usr/bin:/bin
sdops_uid=$(PATH=$sdops_path id -u)
