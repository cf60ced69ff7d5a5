# resolve-nodes.sh: which wheels satisfy what custom nodes require. Nothing that
# is downloaded runs, and the resolver itself runs as nobody.
# Inputs: tree (a pushed one: nodes/<n>.in, host/*.whl, constraints.txt,
# pins.txt), workshop (what gather-nodes.sh built), index (a URL), platform and
# python as uv names them, backend (optional, a line of torch's own index).
# Outputs: facts exit, stderr; pins (requirements.txt with origins) and lock
# (pylock.toml as JSON); if there is no solution line.N.M and said.N.M for each
# line M of nodes/N.in that has none by itself. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${tree:?}" "${workshop:?}" "${index:?}" "${platform:?}" "${python:?}"
: "${folder=}"
certificates=/etc/ssl/certs/ca-certificates.crt
nobody=65534
as_nobody() {
  setpriv --reuid="$nobody" --regid="$nobody" --clear-groups --no-new-privs \
    env -i HOME="$folder" LC_ALL=C PATH="$PATH" SDOPS_HOST="$folder/host" \
    ${certificates:+SSL_CERT_FILE="$certificates"} "$@"
}
compile() {
  as_nobody "$workshop/uv/bin/uv" pip compile --quiet --no-config \
    --no-python-downloads --no-progress --color never --no-header \
    --only-binary :all: --default-index "$index" \
    --cache-dir "$folder/cache" --python "$workshop/python/bin/python3" \
    --python-platform "$platform" --python-version "$python" "$@"
}
resolve() {
  compile --constraints constraints.txt ${backend:+--torch-backend "$backend"} \
    "$@"
}
# Each requirement by itself: those without a solution are to blame.
blame() {
  for file in nodes/*.in; do
    node=${file#nodes/}
    number=0
    while IFS= read -r line; do
      number=$((number + 1))
      printf '%s\n' "$line" >one.in
      chmod 0644 one.in
      if resolve one.in >/dev/null 2>one.stderr; then continue; fi
      fact "line.${node%.in}.$number" "$line"
      fact "said.${node%.in}.$number" "$(head -c 20000 one.stderr)"
    done <"$file"
  done
}
main() {
  umask 022
  [ -r "$certificates" ] || certificates=
  make_folder
  cp -R "$tree/." "$folder"
  chmod -R u+w "$folder"
  chown -R "$nobody:$nobody" "$folder"
  cd "$folder" || exit 1
  code=0
  resolve --annotation-style line --output-file pins.txt nodes/*.in \
    >/dev/null 2>stderr || code=$?
  if [ "$code" = 0 ]; then
    compile --no-deps --format pylock.toml --output-file pylock.toml pins.txt \
      >/dev/null 2>>stderr || code=$?
  fi
  fact exit "$code"
  fact stderr "$(tail -c 20000 stderr)"
  if [ "$code" != 0 ]; then
    # Without an index each of them would wait for it again.
    grep -q 'Failed to fetch' stderr || blame
    return
  fi
  fact pins "$(cat pins.txt)"
  # Nix reads no dates.
  sed 's/upload-time = [0-9TZ:.+-]*, *//g' pylock.toml >dateless.toml
  toml="builtins.readFile $folder/dateless.toml"
  fact lock "$(run_nix eval --json --impure \
    --expr "builtins.fromTOML ($toml)")"
}
main </dev/null
