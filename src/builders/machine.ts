import type { Builder } from "../inventory/fleet.ts"
import { sayHostKey, parseHostKey } from "../remote/trust/host-key.ts"

/** A builder that may be used: its host key is pinned. */
export type Machine = Builder & {
  readonly hostKey: string
  readonly name: string
}

/** What of a builder's URI: where it is, and who logs in. */
type Place = Pick<Builder, "address" | "port" | "user"> & {
  readonly name: string
}

/**
 * Whether ssh_config has to say how a builder is reached: no Nix before 2.32
 * takes a port, nor any a user with a backslash.
 */
function isAliased({ port = 22, user }: Place): boolean {
  return port !== 22 || !/^[A-Za-z0-9._-]+$/.test(user)
}

/** Host and user, as a line of Nix's `machines` and its URIs have them. */
export function endOf(place: Place): {
  readonly host: string
  /** Undefined: ssh_config says it. */
  readonly user: string | undefined
} {
  const { address, name, user } = place
  if (isAliased(place))
    return { host: `sdops-builder-${name}`, user: undefined }
  // Nix takes a bare IPv6 address for a host and a port.
  return { host: address.includes(":") ? `[${address}]` : address, user }
}

/** What ssh on a host is given to reach a builder. */
export function sshPlaceOf(place: Place): string {
  const { host, user } = endOf(place)
  return user === undefined ? host : `${user}@${place.address}`
}

/** The store URI of a builder, as Nix names it in its log. */
export function uriOf(place: Place): string {
  const { host, user } = endOf(place)
  return `ssh-ng://${user === undefined ? "" : `${user}@`}${host}`
}

/**
 * The part of ssh_config by which a host reaches builders; empty where Nix
 * itself says it all. The pinned key is looked up by the alias.
 */
export function sshConfigOf(places: readonly Place[]): string {
  const blocks = places.filter(isAliased).map((place) => {
    const { address, port = 22, user } = place
    const { host } = endOf(place)
    return [
      `Host ${host}`,
      `  HostName ${address.replaceAll("%", "%%")}`,
      `  HostKeyAlias ${host}`,
      `  Port ${port}`,
      `  User "${user.replaceAll("\\", "\\\\")}"`,
      "",
    ].join("\n")
  })
  return blocks.join("")
}

/** The URI by which one Nix command reaches a builder, with its pinned key. */
export function storeUriOf(machine: Machine): string {
  const parameters = new URLSearchParams({
    "base64-ssh-public-host-key": keyColumn(machine),
    "ssh-key": machine.identity,
  })
  return `${uriOf(machine)}?${parameters}`
}

/**
 * A builder as a line of nix.conf's `machines`. Source: the Nix manual,
 * "Distributed builds"; the last column is the public host key in base64.
 */
export function machineLine(machine: Machine): string {
  return [
    uriOf(machine),
    machine.systems.join(","),
    machine.identity,
    machine.maxJobs,
    machine.speedFactor,
    list([...machine.features, ...machine.mandatoryFeatures]),
    list(machine.mandatoryFeatures),
    keyColumn(machine),
  ].join(" ")
}

/**
 * The public host key in base64, as Nix wants it: only type and blob; a comment
 * would be one more word of known_hosts.
 */
export function keyColumn({
  hostKey: pinned,
}: Pick<Machine, "hostKey">): string {
  const key = parseHostKey(pinned)
  const text = key === undefined ? pinned : sayHostKey(key)
  return Buffer.from(text).toString("base64")
}

function list(words: readonly string[]): string {
  return words.length === 0 ? "-" : [...new Set(words)].join(",")
}
