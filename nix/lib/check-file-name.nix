# A name that a file or folder can have, below a folder of models.
option: name:
if
  name == ""
  || name == "."
  || name == ".."
  || builtins.match "[^/]+" name == null
then
  throw "${option}: \"${name}\" is not a valid file name."
else
  name
