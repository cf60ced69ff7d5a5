# Types that take one definition only.
lib: {
  unique =
    { message }:
    type:
    type
    // {
      name = "unique";
      merge =
        loc: defs:
        if builtins.length defs == 1 then
          type.merge loc defs
        else
          throw (
            "The option `${lib.showOption loc}' is defined "
            + "multiple times while it's expected to be unique.\n"
            + "${message}\nDefinition values:${lib.showDefs defs}\n"
            + lib.priorityHint
          );
    };
  uniq = type: type // { merge = lib.mergeOneOption; };
}
