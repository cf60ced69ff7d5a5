# order-of.sh: which deployment came after which. The host counts them itself:
# a clock may be wrong, and a record may be cut short.
# Inputs: state_root. Outputs: newest_first, next_number.
# needs: prelude
# shellcheck shell=sh
: "${state_root:?}"

# newest_first: ids, one a line; those that an older sdops didn't count come
# last, by their time stamps. What isn't a folder of that kind of name isn't
# listed. A record is believed before the file.
newest_first() {
  # shellcheck disable=SC2012 # what doesn't look like an id is left out
  {
    grep -HEsx 'number=[0-9]{1,9}' "$state_root"/deploys/*/record \
      "$state_root"/deploys/*/number || true
    ls -t "$state_root/deploys" 2>/dev/null || true
  } | awk '
    /number=[0-9]+$/ {
      parts = split($0, part, "/")
      id = part[parts - 1]
      split(part[parts], said, "=")
      if (part[parts] ~ /^record:/ || !(id in number)) number[id] = said[2]
      next
    }
    /^[a-z0-9][a-z0-9-]*$/ && length($0) >= 4 && length($0) <= 64 {
      place[++count] = $0
    }
    END {
      for (one = 1; one <= count; one++) {
        best = 0
        for (at = 1; at <= count; at++) {
          if (at in told) continue
          if (!best || number[place[at]] + 0 > number[place[best]] + 0)
            best = at
        }
        told[best]
        print place[best]
      }
    }'
}

# next_number: after every one that there was, those set aside too.
next_number() {
  next_most=0
  next_given=$(exec grep -hEsx 'number=[0-9]{1,9}' \
    "$state_root"/deploys/*/record "$state_root"/deploys/*/number) || true
  for next in $next_given; do
    next_is_least "${next#number=}"
  done
  for next in "$state_root"/aside/*; do
    next=${next##*/}
    case ${next%%-*} in
      "$next" | '' | *[!0-9]* | ??????????*) ;;
      *) next_is_least "${next%%-*}" ;;
    esac
  done
  echo $((next_most + 1))
}

# next_is_least NUMBER: zeros before it would make it octal.
next_is_least() {
  next_number_is=${1#"${1%%[!0]*}"}
  [ "${next_number_is:-0}" -le "$next_most" ] || next_most=$next_number_is
}
