# Makes $nodes hold a link to each entry of $tree, and no other link into the
# store. What people put there themselves is left alone, and is no reason to
# hide what is declared: a folder of that name stops the start.
# In: $1 the tree, $2 the folder of custom nodes. Exit: 0; 1: a name is taken.
# shellcheck shell=sh
set -eu
tree=$1
nodes=$2

for link in "$nodes"/* "$nodes"/.[!.]*; do
  [ -L "$link" ] || continue
  case $(readlink "$link") in
    /nix/store/*) ;;
    *) continue ;;
  esac
  if [ ! -L "$tree/${link##*/}" ]; then rm "$link"; fi
done

for node in "$tree"/* "$tree"/.[!.]*; do
  [ -L "$node" ] || continue
  link=$nodes/${node##*/}
  if [ -e "$link" ] && [ ! -L "$link" ]; then
    echo "custom node ${node##*/}: $link exists and is not a link" >&2
    exit 1
  fi
  ln -sfn "$(readlink "$node")" "$link"
done
