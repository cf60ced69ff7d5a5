import { z } from "zod"
import { loginName } from "../../inventory/schema/login-name.ts"
import { ask, type Facts } from "../facts.ts"
import machineScript from "./machine.sh"
import type { HostShell } from "../shell.ts"

/** A block device: its node, and the UUID of what is on it. */
export type Device = { readonly node: string; readonly uuid: string }

/** What decides whether a host boots and is reached, as it is now. */
export type Machine = {
  readonly addresses: readonly string[]
  /** Units of others who deploy, such as nixos-upgrade.timer. */
  readonly deployers: readonly string[]
  /** The candidate's devices that are here, by their path there. */
  readonly devices: ReadonlyMap<string, Device>
  /** The devices that /etc/fstab names, by where they belong. */
  readonly fstab: ReadonlyMap<string, string>
  /** What is mounted, by where. */
  readonly mounts: ReadonlyMap<string, Mount>
  readonly hostId: string
  readonly interfaces: readonly string[]
  /** Public keys that let the login user in. */
  readonly keys: { readonly etc: string; readonly home: string }
  readonly listeners: ReadonlyMap<number, string>
  readonly loader: {
    readonly files: readonly string[]
    /** What the loader says of itself by EFI; empty where it doesn't. */
    readonly info: string
  }
  readonly luks: readonly {
    readonly name: string
    readonly uuid: string
    /** Whether the system's own file systems lie on it. */
    readonly used: boolean
  }[]
  readonly secureBoot: boolean
  readonly sshdPorts: readonly number[]
  /** As the host's /etc/nixos says it as text. */
  readonly stateVersions: readonly string[]
}

export type Mount = {
  readonly device: Device | undefined
  readonly source: string
  readonly type: string
}

const path = z.string().regex(/^[^\n]*$/)

/**
 * Looks at what a first deployment might break, in one round trip; changes
 * nothing. Errors: `hostScript`, those of the connection.
 */
export async function lookAtMachine(
  shell: HostShell,
  input: {
    /** The candidate's block devices. */
    readonly devices: readonly string[]
    readonly ports: readonly number[]
    readonly user: string
  },
): Promise<Machine> {
  const devices = input.devices.map((device) => path.parse(device))
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "comparing the host with its first deployment",
    script: machineScript,
    variables: {
      devices: devices.join("\n"),
      ports: input.ports.join(" "),
      user: loginName.parse(input.user),
    },
  })
  const text = (key: string): string => facts.get(key) ?? ""
  return {
    addresses: words(text("addresses")),
    deployers: words(text("deployers")),
    devices: new Map(
      devices.flatMap((one) => {
        const found = device(text(`device.${one}`))
        return found === undefined ? [] : [[one, found] as const]
      }),
    ),
    fstab: new Map(
      [...facts].flatMap(([key, value]) =>
        key.startsWith("fstab.") && value !== ""
          ? [[key.slice("fstab.".length), value] as const]
          : [],
      ),
    ),
    hostId: text("host-id").trim(),
    interfaces: words(text("interfaces")),
    keys: { etc: text("keys.etc"), home: text("keys.home") },
    listeners: new Map(
      input.ports.flatMap((port) => {
        const holder = text(`listener.${port}`).trim()
        return holder === "" ? [] : [[port, holder] as const]
      }),
    ),
    loader: { files: words(text("loader.files")), info: text("loader.info") },
    luks: text("luks")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [name = "", uuid = "", used] = line.split(" ")
        return { name, used: used === "1", uuid }
      }),
    mounts: mounts(facts),
    secureBoot: text("secure-boot").trim() === "1",
    sshdPorts: words(text("sshd-ports")).map(Number),
    stateVersions: words(text("state-versions")),
  }
}

function mounts(facts: Facts): Map<string, Mount> {
  const places = [...facts.keys()].flatMap((key) =>
    key.startsWith("mount.") ? [key.slice("mount.".length)] : [],
  )
  return new Map(
    places.map((place) => {
      const [type = "", source = ""] = words(facts.get(`mount.${place}`) ?? "")
      const found = device(facts.get(`source.${place}`) ?? "")
      return [place, { device: found, source, type }]
    }),
  )
}

function device(text: string): Device | undefined {
  const [node, uuid = ""] = words(text)
  return node === undefined ? undefined : { node, uuid }
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "")
}
