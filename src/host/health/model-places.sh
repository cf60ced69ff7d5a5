# model-places.sh: which models aren't where the app looks for them.
# Inputs: root, models (folder; empty: no app has one), files (lines).
# Outputs: model_places.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${models?}" "${files?}"

# model_places: lines "missing FILE" and "dangling FILE", of what is declared
# and of links that somebody else made.
model_places() {
  [ -n "$models" ] || return 0
  { printf '%s\n' "$files" | while IFS= read -r file; do
      [ -n "$file" ] || continue
      # A link that leads nowhere is found below.
      [ -e "$root$models/$file" ] || [ -L "$root$models/$file" ] ||
        echo "missing $file"
    done
    find "$root$models" -xtype l -printf 'dangling %P\n' 2>/dev/null |
      head -n 20; } | sort
}
