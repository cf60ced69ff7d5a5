import fc from "fast-check"
import { expect, test } from "vitest"
import { judgeBoot } from "../../../src/deploy/first/judge-boot.ts"
import {
  blob,
  candidate,
  type Change,
  disk,
  fileSystems,
  judged,
  machine,
  noPassword,
  onZfs,
  opened,
  root,
  zfs,
} from "./machines.ts"

const equal: readonly (readonly [string, Change])[] = [
  ["the same", {}],
  [
    "a label for the same disk",
    {
      candidate: fileSystems("/", "/dev/disk/by-label/nixos"),
      machine: {
        devices: new Map([
          ["/dev/disk/by-label/nixos", { node: "/dev/sda2", uuid: root }],
        ]),
      },
    },
  ],
  [
    "another disk of the same btrfs",
    {
      candidate: fileSystems("/", "/dev/sdb1"),
      machine: {
        devices: new Map([["/dev/sdb1", { node: "/dev/sdb1", uuid: root }]]),
      },
    },
  ],
  [
    "a root on ZFS, with its host id",
    {
      candidate: {
        fileSystems: { "/": zfs },
        hostId: "8425e349",
      },
      machine: { fstab: new Map(), mounts: onZfs },
    },
  ],
  [
    "the LUKS that is open",
    {
      candidate: { luks: { cryptroot: `${disk}/aaaa-1` } },
      machine: { luks: [opened] },
    },
  ],
  [
    "LUKS beside the system",
    { machine: { luks: [{ ...opened, used: false }] } },
  ],
  [
    "a key in the home folder",
    {
      machine: { keys: { etc: "", home: `# mine\n${blob("b")}` } },
    },
  ],
  [
    "a password that is declared",
    {
      candidate: { sudo: noPassword },
      host: { sudoPassword: "env:P" },
    },
  ],
  [
    "root with keys",
    {
      host: { user: "root" },
      machine: { keys: { etc: "", home: blob("r") } },
    },
  ],
  [
    "an open firewall",
    {
      candidate: { firewall: { enable: false, open: [] } },
    },
  ],
  ["no fixed address", { candidate: { addresses: [], interfaces: [] } }],
  [
    "GRUB that says so",
    {
      candidate: { loader: "grub" },
      machine: {
        loader: { files: ["grub", "systemd-boot"], info: "GRUB 2.12" },
      },
    },
  ],
  [
    "lanzaboote",
    {
      candidate: { loader: "lanzaboote" },
      machine: {
        loader: {
          files: ["systemd-boot", "lanzaboote"],
          info: "systemd-boot 257",
        },
        secureBoot: true,
      },
    },
  ],
]

test.each(equal)("%s is no difference", (_, change) => {
  expect(judged(change).said).toEqual([])
})

test("what can't be told and who else deploys is noted", () => {
  const deployers = ["comin.service", "nixos-upgrade.timer"]
  const { notes, said } = judged({
    machine: { deployers, stateVersions: [] },
  })
  expect(said).toEqual([])
  expect(notes).toEqual([
    expect.stringMatching(/stateVersion is unknown/),
    expect.stringMatching(/^comin.service deploys/),
    expect.stringMatching(/nixos-upgrade.timer\); that would end$/),
  ])
})

test("a root that is neither fstab's nor mounted never passes", () => {
  const device = fc.stringMatching(/^\/dev\/[a-z/-]{1,12}$/)
  fc.assert(
    fc.property(device, device, (wanted, mounted) => {
      fc.pre(wanted !== mounted)
      const found = judgeBoot(
        { ...candidate, ...fileSystems("/", wanted) },
        {
          ...machine,
          devices: new Map([[wanted, { node: wanted, uuid: "" }]]),
          mounts: new Map([
            [
              "/",
              {
                device: { node: mounted, uuid: root },
                source: mounted,
                type: "ext4",
              },
            ],
          ]),
        },
      )
      expect(found.map(({ id }) => id)).toContain("root-device")
    }),
  )
})
