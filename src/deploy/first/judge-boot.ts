import type { Device, Machine, Mount } from "../../host/probe/machine.ts"
import type { CandidateMachine } from "./candidate.ts"
import { type Difference, difference } from "./difference.ts"

type Place = readonly [string, "boot-device" | "root-device"]

const places: readonly Place[] = [
  ["/", "root-device"],
  ["/boot", "boot-device"],
  ["/boot/efi", "boot-device"],
  ["/efi", "boot-device"],
  ["/nix", "root-device"],
  ["/nix/store", "root-device"],
]

/**
 * Whether the candidate boots from where the host did: the same file systems,
 * by UUID, and the same LUKS devices, ZFS host id and kind of loader. Nothing
 * else finds that out before the next boot: an activation mounts and unlocks
 * nothing anew.
 */
export function judgeBoot(
  candidate: CandidateMachine,
  machine: Machine,
): Difference[] {
  return [
    ...places.flatMap(([place, id]) => {
      const text = fileSystem(place, candidate, machine)
      return text === undefined ? [] : [difference(id, text)]
    }),
    ...luks(candidate, machine),
    ...hostId(candidate, machine),
    ...loader(candidate, machine),
  ]
}

function fileSystem(
  place: string,
  candidate: CandidateMachine,
  machine: Machine,
): string | undefined {
  const wanted = candidate.fileSystems[place]
  const mount = machine.mounts.get(place)
  const fstab = machine.fstab.get(place)
  if (wanted === undefined) {
    // The read-only store and the like are mounts of NixOS's own.
    return fstab === undefined
      ? undefined
      : `${place} is ${fstab}, and would be missing`
  }
  // What is mounted on demand only stands there too.
  if (wanted.device === fstab) return undefined
  if (mount === undefined)
    return `${place} is not mounted, but would be ${wanted.device}`
  const found = machine.devices.get(wanted.device)
  if (found !== undefined && isSame(found, mount.device)) return undefined
  // ZFS and tmpfs have names instead of devices.
  if (wanted.device === mount.source && wanted.type === mount.type)
    return undefined
  const isGone = found === undefined && wanted.device.startsWith("/dev/")
  const now = fstab ?? say(mount)
  const absent = isGone ? ", which the host doesn't have" : ""
  return `${place} is ${now}, and would be ${wanted.device}${absent}`
}

function isSame(one: Device, other: Device | undefined): boolean {
  if (other === undefined) return false
  return one.node === other.node || (one.uuid !== "" && one.uuid === other.uuid)
}

function say({ device, source }: Mount): string {
  const uuid = device?.uuid ?? ""
  return uuid === "" ? source : `UUID ${uuid}`
}

function luks(candidate: CandidateMachine, machine: Machine): Difference[] {
  const opened = Object.entries(candidate.luks).map(([name, device]) => ({
    device,
    name,
    uuid: uuidOf(device, machine),
  }))
  const missing = machine.luks
    .filter(({ used }) => used)
    .filter(({ uuid }) => !opened.some((one) => one.uuid === uuid))
    .map(({ name, uuid }) =>
      difference(
        "luks",
        `the system is on LUKS ${uuid} (${name}), which its initrd ` +
          "would not open",
      ),
    )
  const strange = opened
    .filter(({ uuid }) => !machine.luks.some((one) => one.uuid === uuid))
    .map(({ device, name }) =>
      difference(
        "luks",
        `its initrd would wait for LUKS ${name} on ${device}, which is not ` +
          "open on the host",
      ),
    )
  return [...missing, ...strange]
}

/** By name where it is said so, else as the host resolves it. */
function uuidOf(device: string, machine: Machine): string | undefined {
  const said = /\/by-uuid\/(.+)$/.exec(device)?.[1]
  return said?.toLowerCase() ?? machine.devices.get(device)?.uuid
}

function hostId(candidate: CandidateMachine, machine: Machine): Difference[] {
  const isZfs = places.some(([at]) => machine.mounts.get(at)?.type === "zfs")
  const wanted = candidate.hostId
  if (!isZfs || wanted === machine.hostId) return []
  const now = machine.hostId
  const text = `the host's ZFS id is ${now}, and would be ${wanted}`
  return [difference("host-id", text)]
}

function loader(candidate: CandidateMachine, machine: Machine): Difference[] {
  const { loader: wanted } = candidate
  const now = kindOf(machine)
  if (wanted !== now)
    return [
      difference("loader", `the boot loader is ${now}, and would be ${wanted}`),
    ]
  if (!machine.secureBoot || wanted === "lanzaboote") return []
  const text = `Secure Boot is on, but ${wanted} doesn't sign kernels`
  return [difference("loader", text)]
}

/** What booted says so itself by EFI; else what lies in /boot. */
function kindOf({ loader, secureBoot: secure }: Machine): string {
  const files = [...new Set(loader.files)]
  if (files.includes("lanzaboote")) return "lanzaboote"
  if (loader.info.startsWith("systemd-boot") && !secure) return "systemd-boot"
  if (loader.info.startsWith("GRUB")) return "grub"
  if (loader.info.startsWith("Limine")) return "limine"
  const [only, ...others] = files
  if (only !== undefined && others.length === 0) return only
  return files.length === 0 ? "unknown" : `unknown (${files.join(" or ")})`
}
