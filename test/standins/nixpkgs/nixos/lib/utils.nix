# The module argument `utils`, as far as modules of hosts use it.
{ lib }:
{
  # A word for ExecStart=: quoted, with % and $ doubled.
  escapeSystemdExecArg =
    arg:
    lib.replaceStrings [ "%" "$" ] [ "%%" "$$" ] (
      builtins.toJSON (
        if lib.isStringLike arg then
          "${arg}"
        else if builtins.isInt arg || builtins.isFloat arg then
          toString arg
        else
          throw (
            "escapeSystemdExecArg only allows strings, paths, "
            + "numbers and derivations"
          )
      )
    );
  escapeSystemdExecArgs =
    args:
    lib.concatMapStringsSep " "
      (import ./utils.nix { inherit lib; }).escapeSystemdExecArg
      args;
}
