# Makes the folders below $models hold a link to each file of $tree and no other
# link into the store. What people put there themselves, and
# files that ComfyUI writes, are left alone.
# In: $tree, $models (that folder). Out: $replaced, not empty when a name has
# another file than before. Exit: 0; else what failed first said.
# shellcheck shell=sh
: "${models:?}" "${tree:?}"
replaced=
mkdir -p "$models"

# A link that is right isn't touched: ComfyUI reads a folder anew when its time
# stamp moves.
for folder in "$tree"/*/ "$tree"/.[!.]*/ "$tree"/..?*/; do
  [ -d "$folder" ] || continue
  name=${folder%/}
  name=${name##*/}
  mkdir -p "$models/$name"
  for file in "$folder"* "$folder".[!.]* "$folder"..?*; do
    [ -L "$file" ] || continue
    link=$models/$name/${file##*/}
    wanted=$(readlink "$file")
    if [ "$(readlink "$link" || :)" != "$wanted" ]; then
      # shellcheck disable=SC2034 # forget-models.sh reads it.
      if [ -L "$link" ]; then replaced=yes; fi
      ln -sfn "$wanted" "$link"
    fi
  done
done

for link in "$models"/*/* "$models"/*/.[!.]* "$models"/*/..?* \
  "$models"/.[!.]*/* "$models"/..?*/*; do
  [ -L "$link" ] || continue
  case $(readlink "$link") in
    /nix/store/*) ;;
    *)
      # ComfyUI lists it, and fails when it loads it.
      [ -e "$link" ] ||
        echo "${link#"$models"/}: the file it links to is gone"
      continue
      ;;
  esac
  if [ ! -L "$tree/${link#"$models"/}" ]; then rm "$link"; fi
done
