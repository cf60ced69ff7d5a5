# made-system.sh: builds a small system whose switch-to-configuration is a few
# lines, so that a supervisor's tests can say how it behaves.
# Inputs: name; behaviour (sh, run by the switch as its first step, may exit);
# app (the unit's ExecStart after the store path, or empty for no app unit);
# unit_extra (lines for the unit's [Service] section).
# Outputs: stdout: the system's store path.
# shellcheck shell=sh
set -eu
PATH=/usr/bin:/bin:/usr/sbin:/sbin
: "${name:?}" "${behaviour?}" "${app?}" "${unit_extra?}"
folder=$(mktemp -d)
chmod 0755 "$folder"
cat >"$folder/build.sh" <<'BUILD'
PATH=/usr/bin:/bin
set -eu
mkdir -p "$out/bin" "$out/sw/bin" "$out/etc/systemd/system"
ln -s /usr/bin/* "$out/sw/bin/"
echo '{}' >"$out/kernel"
# Without the same one the rehearsal system's own switch says: reboot.
printf %s 'systemd 2' >"$out/init-interface-version"
cat >"$out/bin/switch-to-configuration" <<SWITCH
#!/bin/sh
PATH=/usr/bin:/bin:/usr/sbin:/sbin
out=$out
action=\$1
mkdir -p /run/nixos
exec 7>>/run/nixos/switch-to-configuration.lock
flock -n 7 || { echo "Could not acquire lock" >&2; exit 11; }
echo "\$action of $name, no check: \${NIXOS_NO_CHECK:-}" >&2
$behaviour
if [ "\$action" = boot ]; then
  number=\$(readlink /nix/var/nix/profiles/system | tr -dc 0-9)
  mkdir -p /boot/loader/entries
  for link in /nix/var/nix/profiles/system-*-link; do
    n=\$(basename "\$link" | tr -dc 0-9)
    echo "options init=\$(readlink -f "\$link")/init quiet" \
      >/boot/loader/entries/nixos-generation-\$n.conf
    [ "\$(readlink -f "\$link")" != "\$out" ] ||
      echo "default nixos-generation-\$n.conf" >/boot/loader/loader.conf
  done
  exit 0
fi
old=\$(readlink -f /run/systemd/system/app.service 2>/dev/null || true)
new=\$(readlink -f \$out/etc/systemd/system/app.service 2>/dev/null || true)
restart=0
if [ "\$old" != "\$new" ] &&
  ! grep -q X-RestartIfChanged=false "\$new" 2>/dev/null; then
  restart=1
  systemctl stop app.service 2>/dev/null || true
fi
rm -f /run/systemd/system/app.service
mkdir -p /run/systemd/system
[ -z "\$new" ] || ln -s "\$new" /run/systemd/system/app.service
ln -sfn \$out /run/current-system
systemctl reset-failed
systemctl daemon-reload
if [ -n "\$new" ]; then systemctl start app.service || exit 4; fi
[ -z "\$(systemctl list-units --state=failed --plain --no-legend)" ] || exit 4
exit 0
SWITCH
chmod +x "$out/bin/switch-to-configuration"
if [ -n "$app" ]; then
  printf '#!/bin/sh\n%s\n' "$app" >"$out/app"
  chmod +x "$out/app"
  cat >"$out/etc/systemd/system/app.service" <<UNIT
[Service]
ExecStart=/bin/sh $out/app
$unit_extra
UNIT
fi
BUILD
cat >"$folder/system.nix" <<'NIX'
{ app, behaviour, name, unit_extra }:
derivation {
  inherit app behaviour unit_extra;
  args = [ ./build.sh ];
  builder = "/bin/sh";
  name = "nixos-system-${name}";
  system = builtins.currentSystem;
}
NIX
nix-build --quiet --no-out-link --option sandbox false \
  --argstr app "$app" --argstr behaviour "$behaviour" \
  --argstr name "$name" --argstr unit_extra "$unit_extra" "$folder/system.nix"
rm -rf "$folder"
