# Tells ComfyUI to load models anew after a file was replaced: it knows a model
# by its name and would go on with the old file. A job that runs keeps its own.
# In: $replaced (empty: nothing was), $curl, $url. Exit: 0.
# shellcheck shell=sh
: "${curl:?}" "${url:?}"
if [ -n "${replaced:-}" ]; then
  body='{"free_memory":true,"unload_models":true}'
  if "$curl" -fsSk -m 10 -o /dev/null -d "$body" \
    -H 'Content-Type: application/json' "$url/free"; then
    echo "ComfyUI reloads its models"
  else
    echo "ComfyUI doesn't answer: its next start reads the new models"
  fi
fi
