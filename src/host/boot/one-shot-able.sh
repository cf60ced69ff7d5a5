# one-shot-able.sh: whether this host's loader can boot a system once; changes
# nothing. Inputs: none. Outputs: fact one-shot. Exit: 0.
# needs: prelude one-shot
# shellcheck shell=sh
main() {
  fact one-shot "$(one_shot_able)"
}
main </dev/null
