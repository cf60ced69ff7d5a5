import { expect, test } from "vitest"
import {
  blob,
  candidate,
  type Change,
  disk,
  fileSystems,
  judged,
  noPassword,
  onZfs,
  opened,
  zfs,
} from "./machines.ts"

const different: readonly (readonly [string, Change, RegExp])[] = [
  [
    "another root",
    { candidate: fileSystems("/", `${disk}/other`) },
    /^root-device: \/ is UUID 5d0a.*\/other, which the host doesn't have$/,
  ],
  [
    "another /boot",
    { candidate: fileSystems("/boot", "/dev/sda9") },
    /^boot-device: \/boot is not mounted, but would be \/dev\/sda9$/,
  ],
  [
    "no /boot",
    {
      candidate: {
        fileSystems: { "/": candidate.fileSystems["/"] as never },
      },
    },
    /^boot-device: \/boot is .*9C1B-7E42, and would be missing$/,
  ],
  [
    "LUKS that isn't opened",
    { machine: { luks: [opened] } },
    /^luks: the system is on LUKS aaaa-1 \(cryptroot\)/,
  ],
  [
    "LUKS that isn't there",
    { candidate: { luks: { root: `${disk}/b` } } },
    /^luks: its initrd would wait for LUKS root/,
  ],
  [
    "another host id of ZFS",
    {
      candidate: { fileSystems: { "/": zfs }, hostId: "00000001" },
      machine: { fstab: new Map(), mounts: onZfs },
    },
    /^host-id: the host's ZFS id is 8425e349, and would be 00000001$/,
  ],
  [
    "another loader",
    { candidate: { loader: "grub" } },
    /^loader: the boot loader is systemd-boot, and would be grub$/,
  ],
  [
    "a loader that can't be told",
    { machine: { loader: { files: ["grub", "systemd-boot"], info: "" } } },
    /^loader: .* unknown \(grub or systemd-boot\)/,
  ],
  [
    "unsigned boot under Secure Boot",
    { machine: { secureBoot: true } },
    /^loader: Secure Boot is on/,
  ],
  ["no such user", { host: { user: "ada" } }, /^login: there would be no user/],
  [
    "a lost key",
    {
      machine: { keys: { etc: blob("a"), home: blob("c") } },
      candidate: {
        ssh: { ...candidate.ssh, homeKeys: false },
      },
    },
    /^login: 1 of ops's keys/,
  ],
  [
    "no key at all",
    { machine: { keys: { etc: "", home: "" } } },
    /^login: no SSH keys of/,
  ],
  [
    "root shut out",
    {
      candidate: { ssh: { ...candidate.ssh, rootLogin: "no" } },
      host: { user: "root" },
    },
    /^login: root could no longer/,
  ],
  [
    "no wheel",
    {
      candidate: {
        users: { ops: { gids: [], groups: [], keys: [blob("a")], uid: 1000 } },
      },
    },
    /^login: no sudo rule would let ops run every command as root$/,
  ],
  ["a password", { candidate: { sudo: noPassword } }, /^login: sudo would ask/],
  [
    "rules that aren't read",
    {
      candidate: { sudo: { ...noPassword, extraConfig: "@include x\n" } },
    },
    /^login: no sudo rule .* understand all of security.sudo.extraConfig$/,
  ],
  [
    "no sudo",
    { candidate: { sudo: { ...noPassword, enable: false } } },
    /^login: there would be no sudo/,
  ],
  [
    "no sshd",
    { candidate: { ssh: { ...candidate.ssh, enable: false } } },
    /^ssh: sshd would be off$/,
  ],
  [
    "another port",
    { machine: { sshdPorts: [22, 2222] } },
    /^ssh: sshd would no longer listen on 2222$/,
  ],
  [
    "a closed port",
    { candidate: { firewall: { enable: true, open: [] } } },
    /^ssh: the firewall would close 22/,
  ],
  [
    "another address",
    { candidate: { addresses: ["10.0.0.8"] } },
    /^address: its addresses are 10.0.0.7, fe80::1, and would be 10.0.0.8$/,
  ],
  [
    "an interface that isn't there",
    { candidate: { interfaces: ["eth0"] } },
    /^address: the interface eth0 would get an address/,
  ],
  [
    "another stateVersion",
    { candidate: { stateVersion: "26.05" } },
    /^state-version: stateVersion is 24.05, and would be 26.05$/,
  ],
  [
    "a port that another has",
    { machine: { listeners: new Map([[8188, "docker.service"]]) } },
    /^ports: port 8188 of comfyui.service is held by docker.service$/,
  ],
]

test.each(different)(
  "%s is a difference, and the only one",
  (_, change, said) => {
    expect(judged(change).said).toEqual([expect.stringMatching(said)])
  },
)
