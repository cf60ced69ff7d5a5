# A file extension, without its dot: ComfyUI lists no file without one. `option`
# is the model's name in messages.
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
