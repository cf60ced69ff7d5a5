# order-of.sh: which deployment came after which. The host counts them itself:
# a clock may be wrong, and a record may be cut short.
# Inputs: state_root. Outputs: newest_first, next_number.
# shellcheck shell=sh
: "${state_root:?}"

# numbers: "ID NUMBER WHERE" a line, of the record and of the file beside it.
numbers() {
  grep -HEsx 'number=[0-9]{1,9}' "$state_root"/deploys/*/record \
    "$state_root"/deploys/*/number |
    sed -n 's|^.*/\([^/]*\)/\([a-z]*\):number=\([0-9]*\)$|\1 \3 \2|p' || true
}

# newest_first: ids, one a line; those that an older sdops didn't count come
# last, by their time stamps. What isn't a folder of that kind of name isn't
# listed. A record is believed before the file.
newest_first() {
  # shellcheck disable=SC2012 # what doesn't look like an id is left out
  {
    numbers
    ls -t "$state_root/deploys" 2>/dev/null |
      sed -n '/^[a-z0-9][a-z0-9-]\{3,63\}$/p' || true
  } | awk '
    $3 == "record" || $3 == "number" && !($1 in number) { number[$1] = $2 }
    NF == 1 { print number[$1] + 0, NR, $1 }' |
    sort -k 1,1nr -k 2,2n | cut -d ' ' -f 3
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
