import type { Connection } from "../remote/connection.ts"

/** Where an app is reached, as its own host sees it. */
export type AppPlace = {
  readonly address: string
  readonly connection: Pick<Connection, "tcp">
  readonly port: number
  readonly tls: boolean
}

/** What etc/sdops/host.json says of where an app listens. */
export type Listening = {
  readonly listen?: readonly string[] | undefined
  readonly port: number
  /** What the Nix modules made of `listen`, `port` and TLS. */
  readonly url?: string | undefined
}

const form = /^(https?):\/\/(?:\[([^\]]+)\]|([^:/[\]]+)):(\d+)$/

/**
 * The place that everyone dials: what the system's modules say of itself
 * (nix/lib/dialled-url.nix). Systems of before they did so say `listen` only.
 */
export function placeOf(
  { listen = [], port, url = "" }: Listening,
  connection: AppPlace["connection"],
): AppPlace {
  const [, scheme, v6, other, written] = form.exec(url) ?? []
  const address = v6 ?? other
  if (address === undefined)
    return { address: listened(listen), connection, port, tls: false }
  const tls = scheme === "https"
  return { address, connection, port: Number(written), tls }
}

/** Such as `https://[::1]:8188`. */
export function sayPlace({ address, port, tls }: AppPlace): string {
  return `${tls ? "https" : "http"}://${authority({ address, port })}`
}

/** Address and port as a URL and a Host header have them. */
export function authority({
  address,
  port,
}: Pick<AppPlace, "address" | "port">): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`
}

function listened(addresses: readonly string[]): string {
  const [first = "127.0.0.1"] = addresses
  if (addresses.includes("0.0.0.0") || first === "") return "127.0.0.1"
  return first === "::" ? "::1" : first
}
