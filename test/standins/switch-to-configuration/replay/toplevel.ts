import { quote, writeFile } from "./quote.ts"
import type { RecordedCase, RecordedSystem } from "./recorded-case.ts"

const store = "/nix/store/00000000000000000000000000000000"

export const toplevels = {
  A: "/nix/store/00000000000000000000000000000001-nixos-system-host-A",
  B: "/nix/store/00000000000000000000000000000002-nixos-system-host-B",
} as const

/** Commands that make one hand-made toplevel, as the recording had them. */
export function makeToplevel(which: "A" | "B", from: RecordedCase): string {
  const out = toplevels[which]
  const system = from[which]
  const units = `${out}/etc/systemd/system`
  return [
    `rm -rf ${out}`,
    `mkdir -p ${out}/etc/systemd ${out}/sw`,
    `ln -s /usr/bin ${out}/sw/bin`,
    `cp -a ${store}-units ${units}`,
    ...(system.remove ?? []).map((name) => `rm -f ${units}/${quote(name)}`),
    ...unitFiles(units, system),
    writeFile(`${out}/init-interface-version`, system.iiv ?? "systemd 2"),
    ...optional(`${out}/etc/fstab`, system.fstab),
    ...optional(`${out}/etc/systemd/system.conf`, system.systemConf),
    writeFile(`${out}/activate`, activate(which, system), "755"),
    writeFile(`${out}/dry-activate`, dryActivate(system), "755"),
    writeFile(`${out}/check`, check(from), "755"),
    writeFile(`${out}/bootloader`, bootLoader(from), "755"),
    writeFile(
      `${out}/bin/switch-to-configuration`,
      wrapper(out, system, from),
      "755",
    ),
  ].join("\n")
}

function optional(path: string, text: string | undefined): string[] {
  return text === undefined ? [] : [writeFile(path, text)]
}

function unitFiles(folder: string, system: RecordedSystem): string[] {
  const files = Object.entries(system.units ?? {}).map(([name, text]) => {
    const path = `${folder}/${name}`
    if (!text.startsWith("->")) return writeFile(path, text)
    return `ln -sfn ${quote(text.slice(2))} ${quote(path)}`
  })
  const wants = Object.entries(system.wants ?? {}).flatMap(([target, names]) =>
    names.map((name) => {
      const to = `${folder}/${target}.wants`
      return `mkdir -p ${to}; ln -sf ../${name} ${to}/`
    }),
  )
  return [...files, ...wants]
}

/** The frame of NixOS's own: goes on after a failure, moves the link last. */
function activate(which: "A" | "B", system: RecordedSystem): string {
  const out = toplevels[which]
  return `#!/bin/bash
PATH=/usr/sbin:/usr/bin
logger -t activate "begin NIXOS_ACTION=$NIXOS_ACTION arg1=$1"
${which === "B" ? "touch /run/case/begun" : ""}
_status=0
trap "_status=1" ERR
ln -sfn ${out}/etc /etc/static
for x in systemd/system systemd/system.conf fstab; do
  rm -rf "/etc/$x"
  if [ -e "${out}/etc/$x" ]; then ln -sfn "/etc/static/$x" "/etc/$x"; fi
done
${system.activate ?? ""}
ln -sfn ${out} /run/current-system
logger -t activate "end status=$_status"
${which === "B" ? "touch /run/case/ended" : ""}
exit $_status
`
}

function dryActivate(system: RecordedSystem): string {
  return `#!/bin/bash
PATH=/usr/sbin:/usr/bin
logger -t dry-activate "begin NIXOS_ACTION=$NIXOS_ACTION arg1=$1"
${system.dry ?? ""}
`
}

function check({ name }: RecordedCase): string {
  const fails = /^(check-fails|no-check)/.test(name)
  return `#!/bin/sh
PATH=/usr/bin
logger -t pre-switch-check "argc=$# argv=$* NIXOS_ACTION=$NIXOS_ACTION"
${fails ? `echo "Pre-switch check 'x' failed"; exit 1` : ""}
`
}

function bootLoader({ name }: RecordedCase): string {
  const said = "NIXOS_INSTALL_BOOTLOADER=${NIXOS_INSTALL_BOOTLOADER-}"
  const fails = name.startsWith("boot-loader-fails")
  return `#!/bin/sh
PATH=/usr/bin
logger -t bootloader "argc=$# argv=$* NIXOS_ACTION=$NIXOS_ACTION ${said}"
${name === "boot-loader-prints" ? "echo out; echo err >&2" : ""}
${fails ? "echo 'no space left on /boot' >&2; exit 5" : ""}
`
}

function wrapper(out: string, system: RecordedSystem, from: RecordedCase) {
  const other = /\S*-systemd-without-logind/.exec(from.before ?? "")?.[0]
  const systemd =
    system.systemdPackage === undefined ? "/usr" : (other ?? `${store}-systemd`)
  const install =
    system.installBootLoader?.replaceAll("$BOOTLOADER", `${out}/bootloader`) ??
    `${out}/bootloader`
  const program = "/opt/sdlab/standins/switch-to-configuration/main.ts"
  return `#!/bin/sh
export OUT=${out} TOPLEVEL=${out} DISTRO_ID=nixos SYSTEMD=${systemd}
export COREUTILS=${store}-coreutils PRE_SWITCH_CHECK=${out}/check
export INSTALL_BOOTLOADER=${quote(install)}
exec /opt/sdlab/node ${program} "$@"
`
}
