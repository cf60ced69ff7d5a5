import { expect, test } from "vitest"
import { lookAtMachine } from "../../../src/host/probe/machine.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const uuid = "c0ffee00-1111-4222-8333-444455556666"
const bare = uuid.replaceAll("-", "")
const utf16 = (text: string) => `\x06\0\0\0${[...text].join("\0")}\0\0\0`
const variables = "sys/firmware/efi/efivars"
const files = {
  [`${variables}/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f`]:
    utf16("systemd-boot 257.9"),
  [`${variables}/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c`]:
    "\x06\0\0\0\x01",
  "boot/loader/loader.conf": "default x\n",
  "boot/EFI/Linux/nixos-generation-3-abc.efi": "",
  "etc/fstab":
    "# swap\n/dev/disk/by-uuid/1 / ext4 defaults 0 1\n" +
    "LABEL=b /boot vfat x 0 0\n",
  "etc/nixos/configuration.nix": '{ system.stateVersion = "24.05"; }',
  "etc/nixos/more.nix": '{ home.stateVersion = "23.11"; }',
  "etc/passwd": "root:x:0:0::/root:/bin/sh\nops:x:1:1::/home/ops:/bin/sh\n",
  "etc/ssh/authorized_keys.d/ops": "ssh-ed25519 AAAAetc\n",
  "etc/ssh/sshd_config": "Port 22\nPort 2222\n#Port 99\n",
  "home/ops/.ssh/authorized_keys": "ssh-ed25519 AAAAhome\n",
  "proc/net/fib_trie":
    "  +-- 10.0.0.0/24\n     |-- 10.0.0.7\n        /32 host LOCAL\n" +
    "     |-- 127.0.0.1\n        /32 host LOCAL\n",
  "proc/net/if_inet6": "fd000000000000000000000000000007 02 40 00 80 eno1\n",
  "proc/self/mountinfo":
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/mapper/root rw\n" +
    "23 22 0:20 / /nix rw - zfs rpool/nix rw\n",
  "sys/class/block/dm-0/dm/name": "root\n",
  "sys/class/block/dm-0/dm/uuid": `CRYPT-LUKS2-${bare}-root\n`,
  "sys/class/block/dm-1/dm/name": "swap\n",
  "sys/class/block/dm-1/dm/uuid": "CRYPT-PLAIN-swap\n",
  "sys/class/net/eno1/address": "x",
}
const programs = {
  systemctl: "echo 'comin.service loaded active running comin'",
}

test.for(shells)("%s reads what may break", async (shell) => {
  await using root = await FakeRoot.make(files, programs)
  const found = await lookAtMachine(root.shell(shell), {
    devices: ["/dev/disk/by-uuid/never", "/dev/null"],
    ports: [8188],
    user: "ops",
  })
  expect(found).toMatchObject({
    addresses: ["10.0.0.7", "fd00:0000:0000:0000:0000:0000:0000:0007"],
    deployers: ["comin.service"],
    fstab: new Map([
      ["/", "/dev/disk/by-uuid/1"],
      ["/boot", "LABEL=b"],
    ]),
    interfaces: ["eno1"],
    keys: { etc: "ssh-ed25519 AAAAetc", home: "ssh-ed25519 AAAAhome" },
    listeners: new Map(),
    loader: {
      files: ["systemd-boot", "lanzaboote"],
      info: "systemd-boot 257.9",
    },
    luks: [{ name: "root", used: false, uuid }],
    secureBoot: true,
    sshdPorts: [22, 2222],
    stateVersions: ["24.05"],
  })
  expect(found.devices.size).toBe(0)
  expect(found.hostId).toMatch(/^[0-9a-f]{8}$/)
  expect(found.mounts.get("/")).toMatchObject({
    source: "/dev/mapper/root",
    type: "ext4",
  })
  expect(found.mounts.get("/nix")).toMatchObject({ type: "zfs" })
})

test.for(shells)("%s on a host that tells nothing says so", async (shell) => {
  await using root = await FakeRoot.make({}, programs)
  const found = await lookAtMachine(root.shell(shell), {
    devices: [],
    ports: [],
    user: "root",
  })
  expect(found).toMatchObject({
    addresses: [],
    luks: [],
    secureBoot: false,
    stateVersions: [],
  })
  expect(found.loader).toEqual({ files: [], info: "" })
})
