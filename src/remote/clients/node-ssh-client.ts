import type { Duplex, Readable } from "node:stream"
import { setTimeout } from "node:timers/promises"
import type { NodeSSH } from "node-ssh"
import type { SdopsError } from "../../errors/sdops-error.ts"
import { fail } from "../../errors/fail.ts"
import { judgeHostKey } from "../trust/check-host-key.ts"
import { checkCommand } from "../command.ts"
import type { Connection } from "../connection.ts"
import { sayDialError } from "./dial.ts"
import { dialAgain } from "./dial-again.ts"
import type { Dialled } from "../dialled.ts"
import { hostKeyOf } from "../trust/host-key.ts"
import { loginOf } from "../login.ts"
import type { RemoteContext } from "../ssh-config.ts"
import type { Ended, Session } from "../session.ts"

/**
 * Connects by ssh2, behind node-ssh; the only file that knows either.
 * Errors: `unreachable`, `unknownHostKey`, `wrongHostKey`, `authentication`,
 * `encryptedKey`, `interrupted`.
 */
export async function connectNodeSsh(
  dialled: Dialled,
  context: RemoteContext,
): Promise<Connection> {
  const { settings, target, trust } = dialled
  const { hostname: address, port } = settings
  const { NodeSSH } = await import("node-ssh")
  const login = loginOf(target, context.environment)
  const to = { host: target.name, address, login, port }
  const { detour, sock } = await dialAgain(to, context)
  const ssh = new NodeSSH()
  let distrust: SdopsError | undefined
  const stop = () => sock.destroy()
  context.signal.addEventListener("abort", stop, { once: true })
  try {
    const connecting = ssh.connect({
      // Every known type first, so that the server shows a key to compare.
      algorithms: {
        serverHostKey: {
          prepend: trust.keys.flatMap(({ type }) => signaturesOf(type)),
          append: [],
          remove: [],
        },
      },
      authHandler: methods(dialled) as never,
      hostVerifier: (bytes: Buffer) => {
        distrust = judgeHostKey(target, trust, hostKeyOf(bytes))
        return distrust === undefined
      },
      keepaliveCountMax: 3,
      keepaliveInterval: context.limits.keepalive * 1000,
      readyTimeout: context.limits.connect * 1000,
      sock,
      username: settings.user,
    })
    await heard(ssh, connecting)
  } catch (cause) {
    sock.destroy()
    throw distrust ?? refusal(cause, dialled, context)
  } finally {
    context.signal.removeEventListener("abort", stop)
  }
  if (sock.remoteAddress !== undefined)
    context.reached?.set(target.name, sock.remoteAddress)
  return connectionOf(ssh, { detour, host: target.name, login })
}

/**
 * Waits until it is connected; from now on a broken connection ends no more
 * than itself, and each command tells of it by its own channel. node-ssh hears
 * of errors only until the connection stands, and one may break at once.
 */
export async function heard(
  ssh: NodeSSH,
  connecting: Promise<unknown>,
): Promise<void> {
  ssh.connection?.on("error", () => {})
  await connecting
}

type From = Pick<Connection, "detour" | "host" | "login">

function connectionOf(ssh: NodeSSH, from: From): Connection {
  const client = ssh.connection
  const closed = new Promise<void>((resolve) => {
    client?.once("close", () => resolve())
  })
  return {
    client: "node-ssh",
    detour: from.detour,
    host: from.host,
    login: from.login,
    open: async (command) => sessionOf(await channel(ssh, command)),
    tcp: (port, address = "127.0.0.1") => forward(ssh, from, port, address),
    async [Symbol.asyncDispose]() {
      if (ssh.connection === null) return
      ssh.dispose()
      await closed
    },
  }
}

/** What ssh2 hands out for a running command. */
export type Channel = Duplex & {
  readonly stderr: Readable
  close(): void
  signal(name: string): void
}

/** Seconds for which a server that has no session left is asked again. */
const full = 10

/**
 * Opens a session, and asks again while the server has none left: what was
 * given up before may hold one for a moment, and nothing has run yet.
 */
async function channel(ssh: NodeSSH, command: string): Promise<Channel> {
  const checked = checkCommand(command)
  const until = performance.now() + full * 1000
  for (;;) {
    try {
      return await exec(ssh, checked)
    } catch (error) {
      const again = error instanceof Error && "reason" in error
      if (!again || performance.now() > until) throw error
      await setTimeout(100)
    }
  }
}

function exec(ssh: NodeSSH, command: string): Promise<Channel> {
  return new Promise((resolve, reject) => {
    if (ssh.connection === null) return reject(new Error("not connected"))
    ssh.connection.exec(command, (error, channel) =>
      error === undefined ? resolve(channel as Channel) : reject(error),
    )
  })
}

/** A channel of ssh2 as a session. */
export function sessionOf(channel: Channel): Session {
  // A command may end without reading its stdin; that isn't a failure.
  channel.on("error", () => {})
  // Not "exit": a quick command's comes with the answer that opens the channel,
  // before anybody listens. "close" says the same, and nothing after a loss.
  const ended = new Promise<Ended>((resolve) => {
    channel.once("close", (code?: number | null, signal?: string) => {
      if (code === undefined) return resolve({ how: "lost" })
      resolve({ exit: code ?? undefined, how: "ended", signal })
    })
  })
  return {
    close() {
      channel.signal("TERM")
      channel.close()
    },
    ended,
    stderr: channel.stderr,
    stdin: channel,
    stdout: channel,
  }
}

async function forward(
  ssh: NodeSSH,
  { host, login }: From,
  port: number,
  address: string,
): Promise<Duplex> {
  try {
    return await ssh.forwardOut("127.0.0.1", 0, address, port)
  } catch (cause) {
    throw fail("portClosed", { address, login, port }, { host, cause })
  }
}

/** The agent first, as OpenSSH does, then each key that needs no passphrase. */
function methods({ identities, settings }: Dialled): object[] {
  const { identityAgent: agent, user: username } = settings
  const keys = identities
    .filter((identity) => identity.kind === "key")
    .map(({ text: key }) => ({ key, type: "publickey", username }))
  if (agent === undefined) return keys
  return [{ agent, type: "agent", username }, ...keys]
}

/** RSA keys sign in three ways under one name. */
function signaturesOf(type: string): never[] {
  const rsa = ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]
  return (type === "ssh-rsa" ? rsa : [type]) as never[]
}

function refusal(
  cause: unknown,
  { identities, settings, target }: Dialled,
  { environment, signal }: RemoteContext,
): SdopsError {
  const login = loginOf(target, environment)
  const { hostname: address, port, user } = settings
  const host = target.name
  if (signal.aborted) {
    const state = `the connection to ${address} was not made`
    return fail("interrupted", { state }, { host, cause })
  }
  const level = cause instanceof Error && "level" in cause ? cause.level : ""
  if (level !== "client-authentication") {
    const reason = sayDialError(cause)
    return fail(
      "unreachable",
      { address, login, port, reason },
      { host, cause },
    )
  }
  const files = identities
    .filter(({ kind }) => kind === "encrypted")
    .map(({ file }) => file)
  if (files.length > 0) return fail("encryptedKey", { files }, { host, cause })
  return fail("authentication", { address, login, user }, { host, cause })
}
