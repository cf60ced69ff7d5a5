# The module system: our own text with the behaviour and the words of
# nixpkgs' (compared with recordings of the real one in test/fixtures/nix).
lib:
import ./properties.nix lib
// import ./load.nix lib
// import ./definitions.nix lib
// import ./tree.nix lib
// import ./evaluate.nix lib
// import ./renames.nix lib
