# run-command.sh: runs what a person wants to have run, as root. It ends with
# the connection: a word on stderr now and then finds out whether that lasts.
# Inputs: command (text for sh). Outputs: its own. Exit: its own.
# needs: own-folder attend
# shellcheck shell=sh
: "${command:?}" "${folder=}" "${code=}" "${group=}"

main() {
  make_folder
  cd "${HOME:-/}" || cd /
  unset LC_ALL
  # Whoever wants it ended wants all of it ended, and may want so at once.
  ended=
  trap 'ended=1' HUP INT PIPE TERM
  setsid sh -c "$command" </dev/null &
  group=$!
  # Ours; $$ is the shell of the whole session.
  me=$(exec sh -c 'echo "$PPID"') || ended=1
  says_alive "$me" &
  speaker=$!
  trap 'end_group; exit 1' HUP INT PIPE TERM
  if [ -n "$ended" ]; then
    end_group
    exit 1
  fi
  code=0
  wait "$group" || code=$?
  kill "$speaker" 2>/dev/null || true
  exit "$code"
}
main </dev/null
