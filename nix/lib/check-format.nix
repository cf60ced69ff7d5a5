# A file's extension, without its dot: ComfyUI lists a file by it, and never one
# that has none. `option` is how messages call the model.
option: format:
if format == null || format == "" then
  throw (
    "${option}.format: the file's extension is missing, such as "
    + "\"safetensors\"; without one it would not be listed."
  )
else if
  builtins.match "[A-Za-z0-9]+([.][A-Za-z0-9]+)*" format == null
then
  throw (
    "${option}.format: \"${format}\" is no file extension; "
    + "\"safetensors\" is one."
  )
else
  format
