# builders.sh: what derivations need, and which builders answer this host.
# Inputs: builders (a line each: name, store URI, identity file, what ssh is
# given, the pinned host key in base64), builder_hosts, drvs (store paths, a
# blank between two; may be empty), limit (seconds for each builder).
# Outputs: facts derivations (JSON) or derivations.error; NAME.exit, NAME.info
# (JSON), NAME.stderr, NAME.key (the identity's public key) or NAME.key.error;
# NAME.greeting (where Nix failed: what the builder says unasked).
# Exit: 0.
# needs: prelude builder-ssh own-folder run-nix
# shellcheck shell=sh
: "${builders?}" "${drvs?}" "${limit:?}" "${folder=}"
# Nix's protocol begins with the client, so a builder that is sent nothing says
# nothing: what comes is of a login shell.
greeting_of() { # name, identity, place, host key
  printf '%s %s\n' "${3##*@}" "$(printf %s "$4" | base64 -d)" \
    >"$folder/$1.known"
  # shellcheck disable=SC2086 # words
  timeout "$limit" ssh $NIX_SSHOPTS -T -i "$2" \
    -o "UserKnownHostsFile=$folder/$1.known" -- "$3" nix-daemon --stdio \
    2>/dev/null | head -c 1000 >"$folder/$1.greeting" || true
}
ask_builder() { # name, URI, identity, place, host key
  at=$folder/$1
  code=0
  nix_within "$limit" store info --json --store "$2" \
    >"$at.info" 2>"$at.stderr" || code=$?
  echo "$code" >"$at.exit"
  [ "$code" = 0 ] || greeting_of "$1" "$3" "$4" "$5"
  if [ -r "$3.pub" ]; then cat "$3.pub" >"$at.key"
  else ssh-keygen -y -P '' -f "$3" >"$at.key" 2>"$at.key.error" || true; fi
}
file_fact() { fact "$1" "$(tail -c 100000 "$folder/$1" | tr -d '\000')"; }
main() {
  umask 077
  make_folder
  find_builders "$folder"
  names=
  while read -r name uri identity place key; do
    [ -n "$name" ] || continue
    names="$names $name"
    ask_builder "$name" "$uri" "$identity" "$place" "$key" </dev/null &
  done <<END
$builders
END
  if [ -n "$drvs" ]; then
    # shellcheck disable=SC2086 # store paths have no blanks
    if run_nix derivation show $drvs >"$folder/json" 2>"$folder/why"; then
      fact derivations "$(cat "$folder/json")"
    else
      fact derivations.error "$(tail -n 5 "$folder/why" | tr -d '\000')"
    fi
  fi
  wait
  for name in $names; do
    for part in exit info stderr key; do file_fact "$name.$part"; done
    [ ! -s "$folder/$name.greeting" ] || file_fact "$name.greeting"
    [ ! -s "$folder/$name.key.error" ] || file_fact "$name.key.error"
  done
}
main </dev/null
