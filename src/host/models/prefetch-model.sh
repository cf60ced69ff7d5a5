# prefetch-model.sh: has one declared model in the store, under the path that
# the declaration has, so that Nix asks nobody for it and no token is needed.
# Inputs: root, state_root, sha256 (hex), name (the store's), format, config
# (NIX_CONFIG), silence (seconds), patience (seconds), upload (a cache's URL;
# empty: none), place (where the app would have it; a file there may be it),
# declared (sha256 of all that the host declares).
# stdin: a configuration of curl: URL and perhaps a header with a token, which
# is in no command line and no file.
# Outputs: stderr: lines "progress DONE ALL" (0 0: the caches are asked); facts
# path, outcome (there, local, cached, fetched, failed), why (disk, hash,
# status, unfit, curl, store, upload), said, status, size, free, bytes. Exit: 0.
# What was downloaded of a file stays for the next time, as
# state_root/models/HASH.part.
# needs: prelude run-nix model-size
# shellcheck shell=sh disable=SC2154
: "${root?}" "${state_root:?}" "${sha256:?}" "${name:?}" "${format:?}"
: "${config?}" "${silence:?}" "${patience:?}" "${upload?}" "${place:?}"
: "${declared:?}"

# forget_others: what was fetched of files that aren't declared any more. The
# systems that still use them keep them by themselves.
forget_others() {
  for kept in "$roots"/* "$state_root"/models/*; do
    [ -L "$kept" ] || [ -f "$kept" ] || continue
    kept_hash=${kept##*/}
    case " $declared " in
      *" ${kept_hash%%.*} "*) ;;
      *) rm -f "$kept" ;;
    esac
  done
}

# failed WHY TEXT: the answer, and the end.
failed() {
  fact outcome failed
  fact why "$1"
  fact said "$2"
  exit 0
}

# get WORDS…: curl, with the URL and the token that came by stdin.
get() {
  printf '%s\n' "$request" | "$curl" --config - --disable --fail --location \
    --max-redirs 10 --proto '=http,https' --silent --show-error \
    --connect-timeout 20 --speed-limit 1 --speed-time "$silence" \
    --header 'Accept-Encoding: identity' --user-agent sdops \
    --dump-header "$part.header" --write-out '%{http_code}' "$@" \
    2>"$part.said" >"$part.code"
}

# header NAME: the last value that the answers had.
header() {
  tr -d '\r' <"$part.header" 2>/dev/null | awk -v name="$1" '
    BEGIN { FS = ": *" }
    tolower($1) == name { sub(/^[^:]*: */, ""); value = $0 }
    END { print value }'
}

status() { tail -c 3 "$part.code" 2>/dev/null || echo 000; }

# later: waits as long as the site asks for; fails where that is too long.
later() {
  seconds=$(header retry-after)
  case $seconds in '' | *[!0-9]*) seconds=$tries ;; esac
  patience=$((patience - seconds))
  [ "$patience" -ge 0 ] && [ "$tries" -lt 12 ] || return 1
  sleep "$seconds"
}

# give_up: what the site or curl said last.
give_up() {
  fact status "$(status)"
  case $(status) in
    200 | 206 | 000) failed curl "$(tail -n 1 "$part.said")" ;;
    *) failed status "$(tail -n 1 "$part.said")" ;;
  esac
}

# look: the size, whether there is room for it twice, and a page at once.
look() {
  tries=1
  until get --range 0-511 --output "$part.begin"; do
    case $(status) in 429 | 5??) later || give_up ;; *) give_up ;; esac
    tries=$((tries + 1))
  done
  size=$(header content-range)
  size=${size##*/}
  case $size in '' | *[!0-9]*) size=$(header content-length) ;; esac
  size=${size:-0}
  fact size "$size"
  room
  # As nix/lib/refuse-page.sh: a model has a NUL early on, text never.
  page=$(tr '\000\r\n\t' '\001   ' <"$part.begin" | sed 's/^ *//' |
    tr '[:upper:]' '[:lower:]')
  case $format:$page in
    *"$(printf '\001')"* | json:*) ;;
    *:'<!doctype html'* | *:'<html'* | *:'<?xml'* | *:'{'*) failed unfit page ;;
    *:'version https://git-lfs'*) failed unfit page ;;
  esac
}

# tell: how far it is, twice a second, until curl has ended.
tell() {
  until [ -L "$part.sent" ]; do
    echo "progress $(stat -c %s "$part" 2>/dev/null || echo 0) $size" >&2
    sleep 0.5
  done
}

# send: curl's exit becomes a link, which a full disk takes, too: a process that
# ended is there until waited for, so that nobody could tell by its number.
send() {
  if get --continue-at - --output "$part"; then code=0; else code=$?; fi
  ln -s "$code" "$part.sent"
}

# download: all of it; what was cut goes on from there.
download() {
  tries=1
  while :; do
    before=$(stat -c %s "$part" 2>/dev/null || echo 0)
    [ "$size" = 0 ] || [ "$before" != "$size" ] || return 0
    rm -f "$part.sent"
    send &
    tell
    wait
    code=$(readlink "$part.sent")
    [ "$code" != 0 ] || return 0
    after=$(stat -c %s "$part" 2>/dev/null || echo 0)
    case $code in
      # It can't go on from the middle, or the file is another now.
      33) rm -f "$part" ;;
      23) room ;;
      22) case $(status) in
          416) rm -f "$part" ;;
          429 | 5??) later || give_up ;;
          *) give_up ;;
        esac ;;
      *) [ "$after" -le "$before" ] || tries=0 ;;
    esac
    tries=$((tries + 1))
    [ "$tries" -le 6 ] || give_up
  done
}

# lies_there: the file that somebody has put in the model's place, if it is it.
lies_there() {
  [ ! -L "$root$place" ] && [ -f "$root$place" ] || return 1
  got=$(sha256sum <"$root$place")
  [ "${got%% *}" = "$sha256" ] || return 1
  size=$(stat -c %s "$root$place")
  fact size "$size"
  room
  cp --reflink=auto "$root$place" "$part"
}

# room: whether the disk takes the file twice.
room() {
  free=$(df -B1 --output=avail "${part%/*}" | tail -n 1 | tr -d ' ')
  fact free "$free"
  have=$(stat -c %s "$part" 2>/dev/null || echo 0)
  [ "$((2 * size - have))" -le "$free" ] || failed disk ''
}

fetched() {
  download
  got=$(sha256sum "$part")
  got=${got%% *}
  [ "$got" = "$sha256" ] || {
    rm -f "$part"
    [ "$resumed" = 1 ] || failed hash "$got"
    # The rest may have been of another file.
    resumed=0
    fetched
    return
  }
  case $format in
    safetensors | sft) why=$(sound_size "$part") || failed unfit "$why" ;;
  esac
  mv "$part" "$work/$name"
  nix-store --add-fixed sha256 "$work/$name" >"$work/added" 2>"$work/said" ||
    failed store "$(tail -n 1 "$work/said")"
}

main() {
  umask 077
  request=$(cat)
  export NIX_CONFIG="$config"
  # NixOS has it in its system path, unless somebody took it out.
  curl=$(command -v curl || echo "$system/etc/sdops/tools/bin/curl")
  mkdir -p "$state_root/models"
  chmod 0700 "$state_root"
  part=$state_root/models/$sha256.part
  # One at a time; a second one finds the file there.
  exec 9>"$part.lock"
  flock 9
  path=$(nix-store --print-fixed-path sha256 "$sha256" "$name")
  fact path "$path"
  work=$state_root/models/$sha256
  mkdir -p "$work"
  trap 'rm -rf "$work" "$part".[bchs]*' EXIT
  outcome=there
  if ! nix-store --check-validity "$path" 2>/dev/null; then
    outcome=cached
    echo 'progress 0 0' >&2
    # A dead cache must not hold up what its site has.
    if ! nix-store --option narinfo-cache-negative-ttl 0 \
      --option connect-timeout 5 --option download-attempts 2 \
      --realise "$path" >/dev/null 2>&1; then
      resumed=0
      if lies_there; then
        outcome=local
      else
        outcome=fetched
        [ ! -s "$part" ] || resumed=1
        [ -x "$curl" ] ||
          failed curl 'the host has no curl until it is deployed'
        look
      fi
      fetched
    fi
  fi
  rm -f "$part"
  roots=$root/nix/var/nix/gcroots/sdops/models
  mkdir -p "$roots"
  ln -sfn "$path" "$roots/$sha256"
  forget_others
  if [ -n "$upload" ]; then
    run_nix copy --to "$upload" "$path" 2>"$work/said" ||
      failed upload "$(tail -n 1 "$work/said")"
  fi
  fact outcome "$outcome"
  fact bytes "$(stat -c %s "$root$path")"
}
main
