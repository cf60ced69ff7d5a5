import { connect, type Socket } from "node:net"
import { fail } from "../../errors/fail.ts"
import type { RemoteContext } from "../ssh-config.ts"

/**
 * Opens a TCP connection without Nagle, which meets delayed ACKs to cost
 * 44 ms a round trip on ssh2's packets.
 * Errors: `unreachable`, with the reason in words; `interrupted`.
 */
export async function dial(
  to: { host: string; address: string; login: string; port: number },
  { limits, signal }: RemoteContext,
): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ host: to.address, port: to.port, noDelay: true })
  const late = `no answer within ${limits.connect} s`
  const timer = setTimeout(
    () => socket.destroy(new Error(late)),
    limits.connect * 1000,
  )
  const onAbort = () => socket.destroy(new Error("interrupted"))
  signal.addEventListener("abort", onAbort, { once: true })
  if (signal.aborted) onAbort()
  socket.once("connect", () => resolve(socket))
  // Kept, for what breaks before anybody else listens.
  socket.on("error", reject)
  try {
    return await promise
  } catch (cause) {
    const { address, login, port } = to
    if (signal.aborted) {
      const state = `the connection to ${address} was not made`
      throw fail("interrupted", { state }, { host: to.host, cause })
    }
    const reason = sayDialError(cause)
    throw fail(
      "unreachable",
      { address, login, port, reason },
      { host: to.host, cause },
    )
  } finally {
    clearTimeout(timer)
    signal.removeEventListener("abort", onAbort)
  }
}

/** A system error in the words of `ssh`. */
export function sayDialError(cause: unknown): string {
  const words: Record<string, string> = {
    EAI_AGAIN: "the name does not resolve",
    ECONNREFUSED: "connection refused",
    ECONNRESET: "connection reset",
    EHOSTUNREACH: "no route to host",
    ENETUNREACH: "the network is unreachable",
    ENOTFOUND: "the name does not resolve",
    ETIMEDOUT: "no answer",
  }
  if (!(cause instanceof Error)) return String(cause)
  const code = "code" in cause ? String(cause.code) : ""
  return words[code] ?? (cause.message || code || "unknown reason")
}
