# way-back.sh: what to type on a host's console to get the old system back.
# Inputs: profile_link. Outputs: way_back.
# needs: systems
# shellcheck shell=sh
: "${profile_link:?}"

# way_back OLD GENERATION COMMIT-BEGUN (1: profile and loader have moved)
way_back() {
  way_switch="NIXOS_NO_CHECK=1 $1/bin/switch-to-configuration"
  if [ "$3" = 1 ]; then
    echo "nix-env -p $profile_link --switch-generation $2; $way_switch switch"
  else
    echo "$way_switch test"
  fi
}
