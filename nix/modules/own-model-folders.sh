# Gives folders of models to ComfyUI's user that root made once: today all in
# there is made by that user, so that root follows no link of his.
# In: $1 the folder of models, $2 its user, $3 its group. Exit: 0.
# shellcheck shell=sh
set -eu
uid=$(id -u "$2")
if [ "$uid" = 0 ]; then exit 0; fi
cd -P -- "$1" 2>/dev/null || exit 0
# From here on this folder is named, whatever its path leads to. In one of the
# user's own there is nothing that he couldn't have put there himself.
if [ "$(stat -c %u .)" != "$uid" ]; then exit 0; fi

for folder in ./* ./.[!.]* ./..?*; do
  if [ ! -d "$folder" ] || [ -L "$folder" ]; then continue; fi
  if [ "$(stat -c %u "$folder")" != 0 ]; then continue; fi
  chown -h "$2:$3" "$folder"
done
