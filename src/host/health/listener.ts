/** A socket that takes connections at some port. */
export type Listener = {
  /** Such as 127.0.0.1 or ::1; of every one, 0.0.0.0 or ::. */
  readonly address: string
  /** The unit or program whose socket it is. */
  readonly holder: string
}

/** Of a line ADDRESS HOLDER, with the address as /proc/net/tcp has it. */
export function listenerOf(line: string): Listener {
  const [address = "", ...holder] = line.split(" ")
  return { address: addressOf(address), holder: holder.join(" ") }
}

/** Bytes in hex, each four of them the last first: NixOS runs on no other. */
function addressOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).toReversed(),
  )
  const v4 = bytes.map((byte) => Number.parseInt(byte, 16)).join(".")
  if (bytes.length === 4) return v4
  const groups = bytes.join("").match(/.{4}/g) ?? []
  const host = new URL(`http://[${groups.join(":")}]`).hostname
  return mapped(host.slice(1, -1))
}

/** IPv4 in IPv6's clothes, such as ::ffff:7f00:1, as itself. */
function mapped(address: string): string {
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(address) ?? []
  if (high === undefined || low === undefined) return address
  const parts = [high, low].map((part) => Number.parseInt(part, 16))
  return parts.flatMap((part) => [part >> 8, part & 255]).join(".")
}
