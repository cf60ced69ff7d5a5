# hash-models.sh: what an app's models are on the disk, hashed anew.
# Inputs: root, models (the folder), state_root; files (a line each: a path
# below the folder); all (1: every other file there as well).
# Outputs: stderr: lines "hashed FILE"; facts is.FILE (link, file, missing,
# dangling), target.FILE (of a link), size.FILE, sha256.FILE, others (files that
# weren't asked for and that no link leads to the store from, a line each).
# Exit: 0.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${models:?}" "${files?}" "${all:?}"

# hashed FILE: what is there.
hashed() {
  at=$root$models/$1
  if [ -L "$at" ]; then
    fact "target.$1" "$(readlink "$at")"
    if [ ! -e "$at" ]; then
      fact "is.$1" dangling
      return
    fi
    fact "is.$1" link
  elif [ -f "$at" ]; then
    fact "is.$1" file
  else
    fact "is.$1" missing
    return
  fi
  fact "size.$1" "$(stat -Lc %s "$at")"
  sum=$(sha256sum <"$at")
  fact "sha256.$1" "${sum%% *}"
  echo "hashed $1" >&2
}

# others: files that people or apps have put there themselves.
others() {
  (cd "$root$models" 2>/dev/null && find . -mindepth 2 -type f \
    ! -name '*.part' ! -name 'put_*_here' ! -name '.*' -size +0) |
    sed 's/^\.\///' | LC_ALL=C sort
}

main() {
  printf '%s\n' "$files" | while IFS= read -r file; do
    [ -z "$file" ] || hashed "$file"
  done
  [ "$all" = 1 ] || return 0
  found=$(others)
  fact others "$found"
  printf '%s\n' "$found" | while IFS= read -r file; do
    [ -z "$file" ] || hashed "$file"
  done
}
main </dev/null
