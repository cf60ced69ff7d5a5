# Tells ComfyUI to load models anew after a file was replaced: it knows a model
# by its name and would go on with the old file. A job that runs keeps its own.
# In: $replaced (empty: nothing was), $curl, $url. Exit: 0.
# shellcheck shell=sh
: "${curl:?}" "${url:?}"
if [ -n "${replaced:-}" ]; then
  body='{"free_memory":true,"unload_models":true}'
  if "$curl" -fsSk -m 10 -o /dev/null -d "$body" \
    -H 'Content-Type: application/json' "$url/free"; then
    echo "ComfyUI loads its models anew"
  else
    echo "ComfyUI isn't asked: its next start reads what is there"
  fi
fi
