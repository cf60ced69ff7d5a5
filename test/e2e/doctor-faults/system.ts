import type { HostFault } from "./fault.ts"

const id = "20990101000000-0a1b2c3d"
const records = "/nix/var/sdops/deploys"
const loader = "/boot/loader/loader.conf"
const profiles = "/nix/var/nix/profiles"
const busyUnit = "nixos-rebuild-switch-to-configuration.service"

/** Of the system below the apps. */
export const systemFaults: readonly HostFault[] = [
  [
    "system/units bad",
    "a failed unit",
    "systemd-run -q --unit=moose -p RemainAfterExit=no --wait false || true",
    "systemctl reset-failed moose.service",
  ],
  [
    "system/busy warn",
    "a switch by somebody else",
    `systemd-run -q --unit=${busyUnit} sleep 600`,
    `systemctl stop ${busyUnit}`,
  ],
  [
    "system/busy warn",
    "a switch by hand that holds the lock",
    `mkdir -p /run/nixos
    systemd-run -q --unit=moose -p Type=exec \
      flock /run/nixos/switch-to-configuration.lock sleep 600
    until ! flock -n /run/nixos/switch-to-configuration.lock true
    do :; done`,
    "systemctl stop moose.service",
  ],
  [
    "system/profile bad",
    "a profile that doesn't run",
    `ln -sfn system-1-link ${profiles}/system`,
    `ln -sfn system-2-link ${profiles}/system`,
  ],
  [
    "system/boot-default bad",
    "another boot default",
    `cp ${loader} /tmp/l; sed -i 's/-[0-9]*.conf/-1.conf/' ${loader}`,
    `cp /tmp/l ${loader}`,
  ],
  [
    "system/deployment bad",
    "a deployment that nobody owns",
    `cd ${records}; cp -r "$(ls | head -n 1)" ${id}
    sed -i -e 's/^state=.*/state=gating/' -e 's/^id=.*/id=${id}/' \
      -e 's/^started=.*/started=4070908800/' ${id}/record`,
    `rm -r ${records}/${id}`,
  ],
  [
    "system/deployment bad",
    "a record that nobody can read",
    `mkdir ${records}/${id}; echo moose >${records}/${id}/record`,
    `rm -r ${records}/${id}`,
  ],
  [
    "system/lock bad",
    "a lock that doesn't say whose it is",
    "mkdir /nix/var/sdops/lock",
    "rm -r /nix/var/sdops/lock",
  ],
  [
    "system/lock bad",
    "a lock that was left",
    `mkdir /nix/var/sdops/lock
    printf 'id=x\\nsince=1\\nwho=ada\\nreason=tea\\n' \
      >/nix/var/sdops/lock/holder`,
    "rm -r /nix/var/sdops/lock",
  ],
  [
    "system/nixos bad",
    "a host that isn't NixOS",
    `mkdir /run/away; mv /etc/NIXOS /etc/os-release /run/away
    echo ID=debian >/etc/os-release`,
    "mv /run/away/* /etc; rmdir /run/away",
  ],
  ...["bento-upgrade", "nixos-upgrade", "pull-updates"].map(
    (unit): HostFault => [
      "system/deployers warn",
      `an upgrade by the clock: ${unit}`,
      `systemd-run -q --unit=${unit} --on-active=1d true`,
      `systemctl stop ${unit}.timer`,
    ],
  ),
  ...["cachix-agent", "comin"].map((unit): HostFault => [
    "system/deployers warn",
    `another deployer: ${unit}`,
    `systemd-run -q --unit=${unit} sleep 600`,
    `systemctl stop ${unit}.service`,
  ]),
]
