# webui-settings.sh: the declared settings of stable-diffusion-webui.
# Inputs: $1 write, before its start, as its user; written, likewise, as root;
# change, of one that may run; root, data (its folder), url. Exit: 0; of change
# 1: it has not taken them.
# shellcheck shell=sh disable=SC2016
: "${root?}" "${data:?}" "${url:?}"
wanted=$root/etc/sdops/webui-settings.json
written=$root/run/sdops/webui-settings.json
config=$data/config.json
unit=stable-diffusion-webui.service

say() { printf 'sdops: %s\n' "$*" >&2; }

# write: into its own file. One that it couldn't read it would set aside itself,
# and forget everything.
write_settings() {
  if [ ! -e "$config" ]; then
    cat "$wanted" >"$config.new"
  elif ! jq -s '.[0] * .[1]' "$config" "$wanted" >"$config.new"; then
    mv -f "$config" "$config.bad"
    cat "$wanted" >"$config.new"
  fi
  chmod 0644 "$config.new"
  mv -f "$config.new" "$config"
}

# remember: what the process that starts now, or has changed, has.
remember() {
  mkdir -p "${written%/*}"
  cat "$wanted" >"$written.new"
  mv -f "$written.new" "$written"
}

ask() { curl -fsSk --noproxy '*' -m 30 "$@"; }

# not_taken: the names of those that it says it has otherwise: what it refuses,
# it refuses in silence. Whole numbers have no fraction.
not_taken() {
  told=$(ask "$url/sdapi/v1/options") || return 1
  printf '%s\n' "$told" | jq -r --slurpfile wanted "$wanted" '
    . as $now | [$wanted[0] | to_entries[]
      | select($now[.key] != .value) | .key] | join(", ")'
}

# has_them: since its start, or since a change.
has_them() {
  [ -f "$written" ] && [ "$(cat "$wanted")" = "$(cat "$written")" ]
}

change() {
  # What doesn't run reads them at its start.
  if has_them || ! systemctl --quiet is-active "$unit"; then return 0; fi
  change_left=300
  until ask -o /dev/null "$url/sdapi/v1/options" 2>/dev/null; do
    change_left=$((change_left - 1))
    if [ "$change_left" = 0 ] || ! systemctl --quiet is-active "$unit"; then
      say "$unit doesn't answer: its next start reads the new settings"
      return 0
    fi
    sleep 1
  done
  if ! ask -o /dev/null -H 'Content-Type: application/json' \
    --data-binary "@$wanted" "$url/sdapi/v1/options"; then
    say "$unit refuses a setting: it doesn't know it, or has no such checkpoint"
    return 1
  fi
  refused=$(not_taken) || refused='what it has now'
  if [ -n "$refused" ]; then
    say "$unit has not taken: $refused"
    return 1
  fi
  remember
  say "$unit has the new settings"
}

case ${1:-} in
  change) change ;;
  write) write_settings ;;
  written) remember ;;
esac
