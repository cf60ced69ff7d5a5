# record-facts.sh: the records of the last deployments, and the lock's holder.
# It forks as much for sixty as for one.
# Inputs: root, state_root. Outputs: record_facts, which prints facts.
# needs: prelude cgroup order-of systems
# shellcheck shell=sh
: "${root?}" "${state_root:?}" "${uptime=}"
ends='committed|conflict|degraded|failed|refused|repaired|rolled-back'
ends="$ends|stranded|tested"

# holder_facts: who has the deploy lock; nothing when nobody has.
holder_facts() {
  [ -e "$state_root/lock" ] || [ -L "$state_root/lock" ] || return 0
  fact locked 1
  [ -f "$state_root/lock/holder" ] || return 0
  holder_told=' '
  head -c 4000 "$state_root/lock/holder" | tr -d '\000' |
    while IFS= read -r holder_line || [ -n "$holder_line" ]; do
      holder_key=${holder_line%%=*}
      case $holder_key in expiry | id | reason | since | who) ;;
        *) continue ;;
      esac
      case $holder_told in *" $holder_key "*) continue ;; esac
      holder_told="$holder_told$holder_key "
      fact "holder.$holder_key" "${holder_line#*=}"
      [ "$holder_key" != id ] || silence_fact "${holder_line#*=}"
    done
}

# silence_fact ID: seconds since its supervisor's last heartbeat (wake.sh).
silence_fact() {
  case $1 in '' | *[!a-z0-9-]*) return 0 ;; esac
  read -r beaten <"$root/run/sdops/$1/heartbeat" || return 0
  case $beaten in '' | *[!0-9]*) return 0 ;; esac
  see_uptime
  fact holder.silence $((uptime - beaten))
} 2>/dev/null

# text_facts RECORD…: fact record.ID of each, whose first bytes are enough.
# Each begins with a line that is known beforehand.
text_facts() {
  head -v -c 20000 "$@" | tr -d '\000\001' | awk '
    function tell(parts, part) {
      if (!at) return
      sub(/\n+$/, "", text)
      parts = split(file[at], part, "/")
      printf "record.%s\001%s\001", part[parts - 1], text
    }
    BEGIN {
      for (n = 1; n < ARGC; n++) {
        file[n] = ARGV[n]
        begins["==> " file[n] " <=="] = n
        delete ARGV[n]
      }
    }
    begins[$0] > at { tell(); at = begins[$0]; text = ""; next }
    { text = text $0 "\n" }
    END { tell() }' "$@" | tr '\001' '\000'
}

record_facts() {
  boot_now=
  read -r boot_now <"$root/proc/sys/kernel/random/boot_id" || true
  fact boot-id "$boot_now"
  fact now "$(date +%s)"
  known='' open='' newest=''
  set --
  for known_id in $(newest_first); do
    known_file=$state_root/deploys/$known_id/record
    # A folder without a record is of a deployment that never began.
    [ -e "$known_file" ] || continue
    known="$known $known_id" newest=${newest:-$known_id}
    # A folder in its place says nothing.
    if [ -f "$known_file" ]; then set -- "$@" "$known_file"
    else open="$open $known_id"; fi
    [ "$#" -lt 25 ] || break
  done
  fact records "${known# }"
  if [ "$#" -gt 0 ]; then
    text_facts "$@"
    # An end is an end; only of the others systemd is asked.
    for known_file in $(grep -aLEx "state=($ends)" "$@" || true); do
      known_id=${known_file%/record}
      open="$open ${known_id##*/}"
    done
  fi
  for known_id in $open; do
    ! deploy_alive "$known_id" || fact "record.$known_id.alive" 1
  done
  for known_id in $newest $open; do
    fact "record.$known_id.tail" "$(tail -n 20 \
      "$state_root/deploys/$known_id/output" 2>/dev/null |
      tr -d '\000' | tail -c 4000 || true)"
  done
  aside_names=
  for known_file in "$state_root"/aside/*; do
    known_file=${known_file##*/} known_number=${known_file%%-*}
    case $known_file in *[!a-z0-9-]* | *-) continue ;; [0-9]*-*) ;; *) continue
    esac
    case $known_number in *[!0-9]*) ;; *)
      aside_names="$aside_names $known_file" ;;
    esac
  done
  fact aside "$aside_names"
  holder_facts
}
