# shellcheck shell=sh
# Unpacks wheels into one folder of Python packages, where the libraries find
# each other by the relative paths that they were built with, and adds the
# folders of libraries that a wheel takes from the system.
# In: $wheels, $site (below $out), $libraries, $out, $propagatedBuildInputs,
# $without (patterns below $site: files that are left out; may be empty).
# Exit: that of the first program that fails.
: "${libraries:?}" "${out:?}" "${site:?}" "${wheels:?}"
mkdir -p "$out/$site" "$out/nix-support"
# What is built against it finds them there, as of any package of nixpkgs.
echo "${propagatedBuildInputs:-}" >"$out/nix-support/propagated-build-inputs"
for wheel in $wheels; do
  unzip -qo -d "$out/$site" "$wheel"
done
for pattern in ${without:-}; do
  # shellcheck disable=SC2086 # a pattern
  rm -f "$out/$site"/$pattern
done
# What an installer would move to its place; programs have none here.
for data in "$out/$site"/*.data; do
  for part in platlib purelib; do
    if [ -d "$data/$part" ]; then cp -r "$data/$part/." "$out/$site/"; fi
  done
  rm -rf "$data"
done
find "$out" -type f -name '*.so*' | while read -r file; do
  # Some files of that name are text.
  [ "$(head -c 4 "$file" | tail -c 3)" = ELF ] || continue
  # DT_RPATH, as in the wheels, also serves what a library loads later.
  patchelf --force-rpath --add-rpath "$libraries" "$file"
done
