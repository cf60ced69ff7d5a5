# cache-answers.sh: whether caches answer this host.
# Inputs: system. Outputs: cache_answer.
# needs: prelude
# shellcheck shell=sh
: "${system?}"

# cache_answer URL: a line, the URL and what is wrong, where nobody answers; one
# that wants a login does answer. The URL may hold a password, so it is in no
# command line.
cache_answer() {
  curl=$(command -v curl || echo "$system/etc/sdops/tools/bin/curl")
  [ -x "$curl" ] || return 0
  said=$(printf 'url = "%s/nix-cache-info"\n' "$1" |
    timeout 10 "$curl" --config - --disable --silent --show-error --location \
      --proto '=http,https' --connect-timeout 5 --max-time 8 \
      --output /dev/null --write-out '%{http_code}' 2>&1) || {
    said=$(printf '%s' "$said" | head -n 1 | cut -c 1-200)
    echo "$1 ${said:-no answer}"
    return 0
  }
  case $said in 404 | 5??) echo "$1 it answers $said" ;; esac
}
