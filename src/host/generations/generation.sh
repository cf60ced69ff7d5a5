# generation.sh: the generation of the system profile to go back to.
# Inputs: before (a number, may be empty), wanted (a number, may be empty).
# Outputs: facts generation, made (seconds since 1970), nixos (its version),
# toplevel, kernel, driver (version of its module
# for the kernel that runs), file (its etc/sdops/host.json); none when there is
# no such generation. Exit: 0.
# needs: prelude systems
# shellcheck shell=sh
: "${root?}" "${before?}" "${wanted?}"

# generations: numbers of the profile's generations, the newest first.
generations() {
  for link in "$root"/nix/var/nix/profiles/system-*-link; do
    [ -e "$link" ] || continue
    number=${link##*/system-}
    echo "${number%-link}"
  done | sort -rn
}

main() {
  for number in $(generations); do
    if [ -n "$wanted" ]; then
      [ "$number" = "$wanted" ] || continue
    else
      [ "$number" -lt "${before:-0}" ] || continue
    fi
    toplevel=$(readlink -f "$root/nix/var/nix/profiles/system-$number-link")
    fact generation "$number"
    fact made "$(stat -c %Y "$root/nix/var/nix/profiles/system-$number-link")"
    ! read -r nixos <"$toplevel/nixos-version" || fact nixos "$nixos"
    fact toplevel "$toplevel"
    fact kernel "$(resolved "$toplevel/kernel")"
    fact driver "$(driver_of "$toplevel")"
    if [ -f "$toplevel/etc/sdops/host.json" ]; then
      fact file "$(cat "$toplevel/etc/sdops/host.json")"
    fi
    return
  done
}
main </dev/null
