import { type HostFault, says } from "./fault.ts"

/** Root's own, which wins over the system's. */
const settings = "/root/.config/nix/nix.conf"

const roots = "/nix/var/nix/gcroots/auto"

/** Of Nix. */
export const nixFaults: readonly HostFault[] = [
  [
    "nix/daemon bad",
    "a dead Nix daemon",
    "systemctl stop nix-daemon.socket nix-daemon.service",
    "systemctl start nix-daemon.socket",
  ],
  [
    "disk/garbage warn",
    "links by the thousand that keep paths",
    `mkdir /tmp/moose
    seq -f /tmp/moose/%g 1000 | xargs touch
    seq -f /tmp/moose/%g 1000 | xargs ln -s -t ${roots}`,
    `rm -r /tmp/moose; find ${roots} -xtype l -delete`,
  ],
  says("nix/flakes warn", "a Nix without flakes", [
    settings,
    "experimental-features = nix-command\\n",
  ]),
  says("nix/builds warn", "a Nix that builds nothing", [
    settings,
    "max-jobs = 0\\n",
  ]),
]
