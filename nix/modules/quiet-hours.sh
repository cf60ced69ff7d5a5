# quiet-hours.sh: when an idle app may be restarted, by the host's own clock.
# Also a part of the scripts that sdops sends, which is what `needs` is for.
# Inputs: none. Outputs: in_hours.
# needs: nothing
# shellcheck shell=sh

# in_hours HOURS: whether it is now between the two of them, such as
# 22:00-06:00; always, without.
in_hours() {
  [ -n "$1" ] || return 0
  hours_now=1$(date +%H%M)
  hours_from=1${1%%:*}${1#*:} hours_from=${hours_from%%-*}
  hours_to=${1#*-} hours_to=1${hours_to%%:*}${hours_to#*:}
  if [ "$hours_from" -le "$hours_to" ]; then
    [ "$hours_now" -ge "$hours_from" ] && [ "$hours_now" -lt "$hours_to" ]
  else
    [ "$hours_now" -ge "$hours_from" ] || [ "$hours_now" -lt "$hours_to" ]
  fi
}
