#!/bin/sh
# nvidia-persistenced, a stand-in: holds the GPUs open, as the real daemon does,
# and goes into the background. Opening what isn't there would make a file.
set -eu
[ -c /dev/nvidia0 ] || {
  echo "Failed to query NVIDIA devices." >&2
  exit 1
}
folder=/run/nvidia-persistenced
mkdir -p "$folder"
sleep=/debian/usr/bin/sleep
"$sleep" infinity </dev/null >/dev/null 2>&1 9<>/dev/nvidia0 &
echo $! >"$folder/nvidia-persistenced.pid"
