#!/bin/sh
# run.sh FOLDER: starts the packed ComfyUI on this machine's GPU and drives it
# with sdops' client. It only reads the driver.
# In: SDOPS_GPU_PYTHON, a Python with torch. Out: FOLDER/seen.json and
# comfyui.log. Exit: that of the client.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$(mkdir -p "$1" && cd "$1" && pwd)
python=${SDOPS_GPU_PYTHON:-python3}
work=$(mktemp -d)
server=
# shellcheck disable=SC2317,SC2329 # the trap runs it
finish() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap finish EXIT

mkdir "$work/comfyui" "$work/node" "$work/packages" "$work/base"
tar -C "$work/comfyui" --strip-components=1 -xJf "$here/comfyui.tar.xz"
tar -C "$work/node" -xJf "$here/node.tar.xz"
for wheel in "$here"/wheels/*.whl; do
  "$python" -m zipfile -e "$wheel" "$work/packages"
done
# Video isn't looked at, and its package is large.
if ! "$python" -c 'import av' 2>/dev/null; then
  mkdir "$work/packages/av"
  cp "$here/av.py" "$work/packages/av/__init__.py"
fi
export PYTHONPATH="$work/packages" PYTHONNOUSERSITE=1
# Files over a limit of the place that it came from may be missing.
tokenizer=$work/comfyui/comfy/text_encoders/llama_tokenizer/tokenizer.json
[ -e "$tokenizer" ] || echo '{}' >"$tokenizer"

models=$work/base/models/checkpoints
mkdir -p "$models" "$work/base/user" "$work/base/custom_nodes" "$work/web"
echo '<!DOCTYPE html>' >"$work/web/index.html"
"$python" "$here/checkpoint.py" "$work/comfyui" "$models/random.safetensors"
echo '<!DOCTYPE html><title>Sign in</title>' >"$models/page.safetensors"

cd "$work/comfyui"
"$python" main.py --port 8188 --base-directory "$work/base" \
  --database-url "sqlite:///$work/base/user/comfyui.db" \
  --front-end-root "$work/web" >"$out/comfyui.log" 2>&1 &
server=$!
code=0
"$work/node/node" "$here/drive.mjs" "$server" >"$out/seen.json" || code=$?
[ -s "$work/base/user/comfyui.db" ] &&
  echo '{"what":"the database lies in the data folder","seen":true}' \
    >>"$out/seen.json"
grep -e DynamicVRAM -e 'Device:' -e 'pytorch version' -e 'ComfyUI version' \
  -e kitchen -e aimdo "$out/comfyui.log" || true
cat "$out/seen.json"
exit "$code"
