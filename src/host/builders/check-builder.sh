# check-builder.sh: has a builder build derivations that exist nowhere yet.
# Inputs: machine (a line of nix.conf's machines), probes (a line each: key,
# system, features with commas between or -), nonce, limit (seconds for each),
# config (NIX_CONFIG), builder_hosts.
# Outputs: facts KEY.exit, KEY.stderr (Nix's events). Exit: 0.
# needs: prelude builder-ssh own-folder run-nix
# shellcheck shell=sh
: "${machine:?}" "${probes:?}" "${nonce:?}" "${limit:?}" "${folder=}"
expression() { # key, system, features
  quoted=
  if [ "$3" != - ]; then
    quoted=$(printf '%s' "$3" | sed -e 's/^/"/' -e 's/$/"/' -e 's/,/" "/g')
  fi
  # shellcheck disable=SC2016 # $out is the derivation's
  printf 'derivation { name = "sdops-probe"; system = "%s"; nonce = "%s-%s";
    requiredSystemFeatures = [ %s ]; allowSubstitutes = false;
    builder = "/bin/sh"; args = [ "-c" "echo $nonce > $out" ]; }' \
    "$2" "$nonce" "$1" "$quoted"
}
build_probe() { # key, system, features
  code=0
  nix_within "$limit" \
    build --impure --no-link --max-jobs 0 --builders "$machine" \
    --log-format internal-json --expr "$(expression "$@")" \
    >/dev/null 2>"$folder/$1.stderr" || code=$?
  echo "$code" >"$folder/$1.exit"
}
main() {
  umask 077
  export NIX_CONFIG="${config:-}"
  make_folder
  find_builders "$folder"
  keys=
  while read -r key system features; do
    [ -n "$key" ] || continue
    keys="$keys $key"
    build_probe "$key" "$system" "$features" </dev/null &
  done <<END
$probes
END
  wait
  for key in $keys; do
    fact "$key.exit" "$(cat "$folder/$key.exit")"
    fact "$key.stderr" "$(tail -c 100000 "$folder/$key.stderr" |
      tr -d '\000')"
  done
}
main </dev/null
