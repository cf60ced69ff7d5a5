# Types of options: what they are called, what they accept, how definitions
# are merged. Descriptions and classes are nixpkgs', word for word, since they
# appear in errors.
lib:
let
  parts =
    import ./simple.nix lib
    // import ./strings.nix lib
    // import ./alternatives.nix lib
    // import ./composite.nix lib
    // import ./submodule.nix lib
    // import ./unique.nix lib;
in
parts
// {
  # The element's description, in brackets where it would read wrongly.
  describe =
    plain: type:
    if builtins.elem (type.descriptionClass or null) plain then
      type.description
    else
      "(${type.description})";
}
