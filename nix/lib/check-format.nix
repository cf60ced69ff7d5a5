# A file's extension, without its dot: ComfyUI lists a file by it, and never one
# that has none. `option` is how messages call the model.
option: format:
if format == null || format == "" then
  throw (
    "${option}.format: set the file extension, such as \"safetensors\"; "
    + "ComfyUI lists no file without one."
  )
else if
  builtins.match "[A-Za-z0-9]+([.][A-Za-z0-9]+)*" format == null
then
  throw (
    "${option}.format: \"${format}\" is not a file extension, such as "
    + "\"safetensors\"."
  )
else
  format
