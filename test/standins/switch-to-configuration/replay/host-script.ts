import { quote } from "./quote.ts"
import { journalSources, type RecordedCase } from "./recorded-case.ts"
import type { Program } from "../program.ts"
import { steady, waitingFunctions } from "./steady.ts"
import { makeToplevel, toplevels } from "./toplevel.ts"

/**
 * A script that plays one case on a prepared host: makes both toplevels, runs
 * A, runs the case's command, prints `key NUL value NUL` of what came of it,
 * and clears up.
 */
export function hostScript(recorded: RecordedCase): string {
  const one = steady(recorded)
  const units = Object.keys(one.units).map(quote).join(" ")
  const environment = Object.entries(one.env).map(
    ([name, value]) => `export ${name}=${quote(value)}`,
  )
  const call = `$B/bin/switch-to-configuration ${one.action}`
  const plain = `${call} >$OUT 2>$ERR; RC=$?`
  return `
export PATH=/usr/sbin:/usr/bin
A=${toplevels.A} B=${toplevels.B} OUT=/run/case/out ERR=/run/case/err
umount /mnt/t 2>/dev/null
${chooseProgram(one.program)}
rm -rf /run/case /run/nixos; mkdir -p /run/case; : >$OUT; : >$ERR
${makeToplevel("A", one)}
${makeToplevel("B", one)}
systemctl start sysinit-reactivation.target 2>/dev/null
ln -sfn $A /run/current-system
NIXOS_ACTION=test $A/activate $A >/dev/null 2>&1; rm -rf /run/nixos
ln -sfn $A /run/current-system
systemctl daemon-reload
systemctl start sysinit-reactivation.target
systemctl start local-fs.target remote-fs.target sockets.target timers.target
systemctl start multi-user.target graphical.target
systemctl reset-failed
${waitingFunctions}
${one.before ?? ":"}
state() {
  systemctl show -p LoadState,ActiveState,SubState,Result,MainPID "$@"
}
for u in ${units}; do state "$u" >"/run/case/before.$u"; done
journalctl --sync
cursor=$(journalctl -n1 --show-cursor | sed -n 's/^-- cursor: //p')
${environment.join("\n")}
${one.command ?? plain}
${one.afterwards ?? ":"}
journalctl --sync
put() { printf '%s\\0' "$1"; cat; printf '\\0'; }
printf %s "$RC" | put exit
put stdout <$OUT; put stderr <$ERR
for u in ${units}; do put "before.$u" <"/run/case/before.$u"
  state "$u" | put "after.$u"; done
readlink -f /run/current-system | put current
each() {
  for f in "$1"/*; do if [ -f "$f" ]; then put "$2.\${f##*/}" <"$f"; fi; done
}
each /run/nixos nixos; each /run/case extra
journalctl --after-cursor="$cursor" -o json \\
  --output-fields=SYSLOG_IDENTIFIER,MESSAGE \\
  ${journalSources.map((name) => `-t ${name}`).join(" ")} | put journal
[ -z "\${LP-}" ] || pkill -P "$LP"
umount /mnt/t 2>/dev/null
systemctl stop ${units} other.service sdops-other.service 2>/dev/null
rm -rf /run/systemd/system.control /run/systemd/system/*.service.d
systemctl unmask --runtime ${units} 2>/dev/null
cp /run/replay-os-release /etc/os-release
systemctl reset-failed
exit 0
`
}

function chooseProgram(program: Program): string {
  const folder = "/etc/sdlab/switch-to-configuration"
  const file = `${folder}/perl`
  return program === "perl"
    ? `mkdir -p ${folder}; touch ${file}`
    : `rm -f ${file}`
}
