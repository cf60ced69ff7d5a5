import type { Builder } from "../inventory/fleet.ts"
import { sayHostKey, parseHostKey } from "../remote/host-key.ts"

/** A builder that may be used: its host key is pinned. */
export type Machine = Builder & {
  readonly "host-key": string
  readonly name: string
}

/** The host part of a builder's URI. */
export function uriHost({ address }: Pick<Builder, "address">): string {
  // Nix takes a bare IPv6 address for a host and a port.
  return address.includes(":") ? `[${address}]` : address
}

/** The store URI of a builder, as Nix names it in its log. */
export function uriOf(builder: Pick<Builder, "address" | "user">): string {
  return `ssh-ng://${builder.user}@${uriHost(builder)}`
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
    machine["max-jobs"],
    machine["speed-factor"],
    list([...machine.features, ...machine["mandatory-features"]]),
    list(machine["mandatory-features"]),
    keyColumn(machine),
  ].join(" ")
}

/**
 * The public host key in base64, as Nix wants it: only type and blob; a comment
 * would be one more word of known_hosts.
 */
export function keyColumn({
  "host-key": pinned,
}: Pick<Machine, "host-key">): string {
  const key = parseHostKey(pinned)
  const text = key === undefined ? pinned : sayHostKey(key)
  return Buffer.from(text).toString("base64")
}

function list(words: readonly string[]): string {
  return words.length === 0 ? "-" : [...new Set(words)].join(",")
}
