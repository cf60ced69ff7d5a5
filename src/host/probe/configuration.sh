# configuration.sh: reads parts of a host's own NixOS configuration. What looks
# like a secret is named and never sent.
# Inputs: entry (a file), within (a folder, or empty for the entry's own), paths
# (lines `HOW PATH`, relative to within; HOW is file, module or whole; empty at
# first), most_bytes (of a file and of all), most_files.
# Outputs: facts within, entry, channel-revision, flake; count, then for each
# path.N, kind.N (absent, file, folder, large, link, other, secret), detail.N,
# content.N (base64), ast.N or parse-error.N. Exit: 0.
# needs: prelude own-folder
# shellcheck shell=sh
: "${root?}" "${entry:?}" "${paths=}" "${most_bytes:?}" "${most_files:?}"
: "${folder=}"
count=0
total=0

one() { # KIND PATH DETAIL
  count=$((count + 1))
  fact "path.$count" "$2"
  fact "kind.$count" "$1"
  fact "detail.$count" "$3"
}

# What the makers of tokens begin them with.
tokens='gh[opsru]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}'
tokens=$tokens'|hf_[A-Za-z0-9]{30}|(AKIA|ASIA)[0-9A-Z]{16}'
tokens=$tokens'|glpat-[A-Za-z0-9_-]{20}|xox[abpr]-[A-Za-z0-9-]{10}'
tokens=$tokens'|npm_[A-Za-z0-9]{36}|dckr_pat_[A-Za-z0-9_-]{20}'
tokens=$tokens'|tskey-[a-z]+-[A-Za-z0-9]{10}|AIza[A-Za-z0-9_-]{35}'
tokens=$tokens'|sk-[A-Za-z0-9_-]{32}'

# token_line FILE: where the first token is.
token_line() {
  grep -naoE -e "(^|[^A-Za-z0-9_-])($tokens)" "$1" | sed -n '1s/:.*//p'
}

# Of Nix files with such a name, those of agenix and sops-nix hold none.
is_secret_nix() {
  case ${1##*/} in
    credentials.nix | passwords.nix | secret.nix | secrets.nix | token.nix | \
      tokens.nix | *[.-]secret.nix | *[.-]secrets.nix) ;;
    *) return 1 ;;
  esac
  grep -qE "= *(\"[^\"]|'')" "$1" || return 1
  ! grep -qwE 'age|publicKeys|sops' "$1"
}

# Private keys by their first line, WireGuard's by their only one.
is_secret() {
  is_secret_nix "$1" && return 0
  case ${1##*/} in
    .env | *.env | .netrc | .pgpass | id_ecdsa | id_ed25519 | id_rsa | \
      *.kdbx | *.key | *.keytab | *.p12 | *.pfx | ssh_host_*_key) return 0 ;;
    *.pub) return 1 ;;
  esac
  grep -qaE -e '-----BEGIN [A-Z ]*PRIVATE KEY-----' \
    -e 'AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]{20}' "$1" && return 0
  [ "$(stat -c %s "$1")" -le 64 ] && grep -qaxE '[A-Za-z0-9+/]{43}=' "$1"
}

read_file() { # PATH
  file=$within/$1
  if is_secret "$file"; then
    one secret "$1" ''
    return
  fi
  line=$(token_line "$file")
  if [ -n "$line" ]; then
    one secret "$1" "$line"
    return
  fi
  size=$(stat -c %s "$file")
  if [ "$size" -gt "$most_bytes" ] ||
    [ $((total + size)) -gt "$most_bytes" ] || [ "$count" -ge "$most_files" ]
  then
    one large "$1" "$size"
    return
  fi
  total=$((total + size))
  if [ -x "$file" ]; then one file "$1" executable; else one file "$1" ''; fi
  fact "content.$count" "$(base64 <"$file" | tr -d '\n')"
  case $1 in *.nix) parse "$file" ;; esac
}

# What Nix itself makes of it: its paths are absolute there.
parse() {
  if nix-instantiate --parse "$1" >"$folder/ast" 2>"$folder/error"; then
    fact "ast.$count" "$(tr -d '\000' <"$folder/ast")"
  else
    fact "parse-error.$count" "$(tail -c 4000 "$folder/error" | tr -d '\000')"
  fi
}

read_path() { # HOW PATH
  place=$within/$2
  if [ ! -e "$place" ] && [ ! -h "$place" ]; then one absent "$2" ''
  elif [ "$(readlink -f "$place" || true)" != "$(plain "$place")" ]; then
    one link "$2" "$(readlink -f "$place" || readlink "$place")"
  elif [ -d "$place" ] && [ "$1" = module ]; then
    one folder "$2" ''
    if [ "$2" = . ]; then read_path file default.nix
    else read_path file "$2/default.nix"; fi
  elif [ -d "$place" ]; then
    one folder "$2" ''
    if [ "$2" = . ]; then read_folder ''; else read_folder "$2/"; fi
  elif [ -f "$place" ]; then read_file "$2"
  else one other "$2" ''; fi
}

# Without a `.` or a slash at its end.
plain() {
  case $1 in
    */.) printf '%s\n' "${1%/.}" ;;
    */) printf '%s\n' "${1%/}" ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# read_folder PREFIX: what is below; version control and what editors leave
# stays.
read_folder() {
  for item in "$within/$1"* "$within/$1".[!.]*; do
    [ -e "$item" ] || [ -h "$item" ] || continue
    name=${item##*/}
    case $name in .git | .direnv | result | .#* | *~) continue ;; esac
    if [ -d "$item" ] && [ ! -h "$item" ]; then read_folder "$1$name/"
    else read_path file "$1$name"; fi
  done
}

main() {
  umask 077
  memory_folder
  entry=$(readlink -f "$root$entry" || true)
  if [ -z "${within:-}" ]; then within=${entry%/*}
  else within=$(readlink -f "$root$within" || true); fi
  fact entry "$entry"
  fact within "$within"
  channels=$root/nix/var/nix/profiles/per-user/root/channels
  fact channel-revision "$(cat "$channels/nixos/.git-revision" 2>/dev/null ||
    true)"
  flake=0
  [ ! -e "${entry%/*}/flake.nix" ] || flake=1
  fact flake "$flake"
  if [ -d "$within" ]; then
    printf '%s\n' "$paths" >"$folder/paths"
    while read -r how path; do
      [ -z "$path" ] || read_path "$how" "$path"
    done <"$folder/paths"
  fi
  fact count "$count"
}
main </dev/null
