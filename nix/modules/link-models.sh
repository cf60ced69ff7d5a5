# Makes the folders below $models hold a link to each file of $tree and no other
# link into the store. What people put there themselves, and
# files that ComfyUI writes, are left alone.
# In: $tree, $models (that folder). Exit: 0; else what failed first said.
# shellcheck shell=sh
: "${models:?}" "${tree:?}"
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
      ln -sfn "$wanted" "$link"
    fi
  done
done

for link in "$models"/*/* "$models"/*/.[!.]* "$models"/*/..?* \
  "$models"/.[!.]*/* "$models"/..?*/*; do
  [ -L "$link" ] || continue
  case $(readlink "$link") in
    /nix/store/*) ;;
    *) continue ;;
  esac
  if [ ! -L "$tree/${link#"$models"/}" ]; then rm "$link"; fi
done
