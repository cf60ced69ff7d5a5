import type { CandidateMachine } from "../../../src/deploy/first/candidate.ts"
import type { SudoRule } from "../../../src/deploy/first/candidate-sudo.ts"
import { compare } from "../../../src/deploy/first/compare.ts"
import type { Machine } from "../../../src/host/probe/machine.ts"

export const root = "5d0a9d42-1c5e-4b8e-9a50-0b2f5f4c7a11"
export const disk = "/dev/disk/by-uuid"
export const blob = (letter: string) => `ssh-ed25519 AAAA${letter.repeat(60)}`
export const unit = "comfyui.service"

/** A rule for every command, as NixOS' options say it. */
export function sudoRule(
  who: Partial<Pick<SudoRule, "groups" | "users">>,
  options: readonly string[] = [],
  more: Partial<SudoRule> = {},
): SudoRule {
  return {
    commands: [{ command: "ALL", options: [...options, "SETENV"] }],
    groups: [],
    host: "ALL",
    runAs: "ALL:ALL",
    users: [],
    ...who,
    ...more,
  }
}

/** What every NixOS has, with tags for wheel, and rules of one's own. */
export function sudoOf(
  wheel: readonly string[],
  ...rules: readonly SudoRule[]
): CandidateMachine["sudo"] {
  return {
    enable: true,
    extraConfig: "Defaults env_keep+=NIXOS_NO_CHECK\n",
    rules: [
      sudoRule({ users: ["root"] }),
      sudoRule({ groups: ["wheel"] }, wheel),
      ...rules,
    ],
    wheelOnly: false,
  }
}

export const candidate: CandidateMachine = {
  addresses: ["10.0.0.7", "fd00:0::7"],
  fileSystems: {
    "/": { device: `${disk}/${root}`, type: "ext4" },
    "/boot": { device: `${disk}/9C1B-7E42`, type: "vfat" },
  },
  firewall: { enable: true, open: [{ from: 20, to: 25 }] },
  hostId: null,
  interfaces: ["eno1"],
  loader: "systemd-boot",
  luks: {},
  ssh: {
    enable: true,
    homeKeys: true,
    ports: [22],
    rootLogin: "prohibit-password",
  },
  stateVersion: "24.05",
  hostName: "lithium",
  sudo: sudoOf(["NOPASSWD"]),
  users: {
    ops: {
      gids: [1, 100],
      groups: ["wheel", "users"],
      keys: [`${blob("a")} ops@couch`],
      uid: 1000,
    },
    root: { gids: [0], groups: [], keys: [], uid: 0 },
  },
}

export const machine: Machine = {
  addresses: ["10.0.0.7", "fe80::1"],
  deployers: [],
  devices: new Map([
    [`${disk}/${root}`, { node: "/dev/sda2", uuid: root }],
    [`${disk}/9C1B-7E42`, { node: "/dev/sda1", uuid: "9C1B-7E42" }],
  ]),
  fstab: new Map([["/boot", `${disk}/9C1B-7E42`]]),
  hostId: "8425e349",
  interfaces: ["lo", "eno1"],
  keys: { etc: `${blob("a")} elsewhere\n`, home: "" },
  listeners: new Map([[8188, unit]]),
  loader: { files: ["systemd-boot"], info: "" },
  luks: [],
  mounts: new Map([
    [
      "/",
      {
        device: { node: "/dev/sda2", uuid: root },
        source: "/dev/sda2",
        type: "ext4",
      },
    ],
  ]),
  secureBoot: false,
  sshdPorts: [],
  stateVersions: ["24.05"],
}

export type Change = {
  readonly candidate?: Partial<CandidateMachine>
  readonly machine?: Partial<Machine>
  readonly host?: { readonly user?: string; readonly sudoPassword?: string }
}

export function judged(change: Change) {
  const { differences, notes } = compare({
    apps: [{ name: "comfyui", port: 8188, unit }],
    candidate: { ...candidate, ...change.candidate },
    host: { user: "ops", ...change.host },
    machine: { ...machine, ...change.machine },
  })
  return { notes, said: differences.map(({ id, text }) => `${id}: ${text}`) }
}

export const zfs = { device: "rpool/root", type: "zfs" }
export const onZfs = new Map([
  ["/", { device: undefined, source: "rpool/root", type: "zfs" }],
])
export const opened = { name: "cryptroot", used: true, uuid: "aaaa-1" }
export const fileSystems = (at: string, device: string) => ({
  fileSystems: {
    ...candidate.fileSystems,
    [at]: { device, type: "ext4" },
  },
})
export const noPassword = sudoOf([])
