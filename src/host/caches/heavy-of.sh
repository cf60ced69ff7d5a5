# heavy-of.sh: which store paths are heavy: by name, and not glue.
# Inputs: heavy (an extended regular expression of store names), root.
# Outputs: heavy_of.
# needs: prelude
# shellcheck shell=sh
: "${heavy?}" "${root?}"

# is_glue PATH: whether its derivation asks no cache, as links and environments
# do: the tree of a kernel's modules is named like the kernel.
is_glue() {
  glue_drv=$1
  case $1 in *.drv) ;; *) glue_drv=$(nix-store -q --deriver "$1") ;; esac
  grep -qE '"allowSubstitutes(","0?"|\\":false)' "$root$glue_drv" 2>/dev/null
}

# heavy_of: of the paths on stdin, a line each; what is not in the store counts
# by its name.
heavy_of() {
  grep -E -e "$heavy" | while read -r heavy_path; do
    is_glue "$heavy_path" || printf '%s\n' "$heavy_path"
  done
}
