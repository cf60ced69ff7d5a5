# bounded.sh: runs Nix, and ends it when a cache sends more of an archive than
# it has said: Nix itself would write it until the disk is full.
# Inputs: bounds (a folder for its files). Outputs: watch_archives, which makes
# $bounds/events, where Nix's log goes instead of stderr; pid_first, with which
# sh -c runs what is watched: $bounds/nix-pid, COMMAND…; end_watch, once it has
# ended.
# needs: nothing
# shellcheck shell=sh disable=SC2016,SC2034
: "${bounds=}"
pid_first='echo "$$" >"$0" && exec "$@"'

# Bytes beyond the archive's size: nobody counts so many twice.
most_beyond=1048576

# too_long: reads Nix's events; of the first copy that has no end a line as of
# Nix, and the process in $bounds/nix-pid is ended.
too_long() {
  awk -v most="$most_beyond" -v file="$bounds/nix-pid" '
    /^@nix \{"action":"start".*"type":100\}/ {
      match($0, /"id":[0-9]+/)
      id = substr($0, RSTART + 5, RLENGTH - 5)
      split($0, parts, "\"")
      path[id] = parts[8]
      from[id] = parts[10]
      next
    }
    /^@nix \{"action":"result","fields":\[[0-9]+,[0-9]+,/ && !told {
      match($0, /"id":[0-9]+/)
      id = substr($0, RSTART + 5, RLENGTH - 5)
      if (!(id in path) || $0 !~ /"type":105\}/) next
      split(substr($0, index($0, "[") + 1), numbers, ",")
      if (numbers[2] + 0 == 0 || numbers[1] - numbers[2] <= most) next
      told = 1
      printf "@nix {\"action\":\"msg\",\"level\":0,\"msg\":\"error: the " \
        "archive of '\''%s'\'' from '\''%s'\'' has no end\"}\n", path[id], \
        from[id]
      fflush()
      getline pid <file
      system("kill -TERM " pid)
    }'
}

watch_archives() {
  rm -f "$bounds/events" "$bounds/watched" "$bounds/nix-pid"
  mkfifo "$bounds/events" "$bounds/watched"
  tee "$bounds/watched" <"$bounds/events" >&2 &
  passes_on=$!
  too_long <"$bounds/watched" >&2 &
  watches=$!
}

# end_watch: what it wrote is passed on; who it left behind may still hold the
# other end.
end_watch() {
  rounds=0
  while kill -0 "$passes_on" 2>/dev/null && [ "$rounds" -lt 50 ]; do
    rounds=$((rounds + 1))
    sleep 0.1
  done
  kill "$passes_on" "$watches" 2>/dev/null || true
  wait "$passes_on" "$watches" 2>/dev/null || true
  rm -f "$bounds/events" "$bounds/watched" "$bounds/nix-pid"
}
