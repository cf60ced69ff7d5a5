import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../../errors/fail.ts"
import { duplex, run, start } from "../../process.ts"
import { checkCommand } from "../command.ts"
import type { Connection } from "../connection.ts"
import type { Dialled } from "../dialled.ts"
import { sayHostKey } from "../trust/host-key.ts"
import { loginOf } from "../login.ts"
import { alias, options, sessionFlags, strictFlags } from "./openssh-options.ts"
import { opensshRefusal } from "./openssh-refusal.ts"
import { runtimeFolder } from "./runtime-folder.ts"
import { type RemoteContext, targetFlags } from "../ssh-config.ts"
import type { Ended, Session } from "../session.ts"
import type { SshSettings } from "../ssh-settings.ts"

/** What every call of ssh through one master shares. */
type Master = {
  readonly context: RemoteContext
  readonly flags: readonly string[]
  readonly address: string
  readonly settings: SshSettings
} & Pick<Connection, "host" | "login">

// Seconds without a command after which a master goes; it goes then too when
// sdops was killed. The next command would make a connection of its own.
const idle = 600

/**
 * Connects by the system's OpenSSH, with one ControlMaster in a private
 * folder. Errors: as `connectNodeSsh`.
 */
export async function connectOpenssh(
  dialled: Dialled,
  context: RemoteContext,
): Promise<Connection> {
  const { settings, target, trust } = dialled
  const { environment, limits, signal } = context
  const folder = await runtimeFolder(environment)
  const knownHosts = join(folder.path, "known_hosts")
  const lines = trust.keys.map((key) => `${alias} ${sayHostKey(key)}\n`)
  await writeFile(knownHosts, lines.join(""), { mode: 0o600 })
  const flags = [
    ...targetFlags(target, environment),
    ...strictFlags(knownHosts, context),
    ...options({ ControlPath: join(folder.path, "control") }),
  ]
  const { address, name: host } = target
  const login = loginOf(target, environment)
  const master: Master = { address, context, flags, host, login, settings }
  const own = options({ ControlMaster: "yes", ControlPersist: `${idle}` })
  const ran = await run(["ssh", ...own, ...flags, "-fN", "--", address], {
    // ssh's own timeout, which names the reason, comes first.
    deadline: limits.connect * 2,
    environment,
    signal,
  })
  if (ran.exit !== 0) {
    const refusal = await opensshRefusal(ran, dialled, context)
    await folder[Symbol.asyncDispose]()
    throw refusal
  }
  let count = 0
  return {
    client: "openssh",
    host,
    login,
    async open(command) {
      count += 1
      const log = join(folder.path, `${count}.log`)
      return openThrough(master, checkCommand(command), log)
    },
    tcp: (port, at = "127.0.0.1") => forward(master, port, at),
    async [Symbol.asyncDispose]() {
      await control(master, "exit")
      await folder[Symbol.asyncDispose]()
    },
  }
}

async function openThrough(
  master: Master,
  command: string,
  log: string,
): Promise<Session> {
  const { address, context, flags, settings } = master
  // ssh says 255 for a lost connection, for a signal and for a real 255; only
  // its debug log, kept apart from the command's stderr, tells them apart.
  const own = ["-vv", "-E", log, "-o", "ControlMaster=no", "-T"]
  own.push(...sessionFlags(settings, "command"))
  const { close, ended, stderr, stdin, stdout } = await start(
    ["ssh", ...own, ...flags, "--", address, command],
    { environment: context.environment },
  )
  return { close, ended: ended.then(how), stderr, stdin, stdout }

  async function how(exit: number | undefined): Promise<Ended> {
    const said = await readFile(log, "utf8").catch(() => "")
    await rm(log, { force: true })
    if (exit === undefined) return { how: "lost" }
    const real = /Exit status 255|exit status from master 255/.test(said)
    if (exit !== 255 || real) return { exit, how: "ended", signal: undefined }
    const bySignal =
      /Exit status -1/.test(said) || (await control(master, "check"))
    if (!bySignal) return { how: "lost" }
    return { exit: undefined, how: "ended", signal: "unknown" }
  }
}

async function control(
  { address, context, flags }: Master,
  action: "check" | "exit",
): Promise<boolean> {
  const ran = await run(["ssh", ...flags, "-O", action, "--", address], {
    deadline: context.limits.connect,
    environment: context.environment,
  })
  return ran.exit === 0
}

async function forward(master: Master, port: number, at: string) {
  const { address, context, flags, host, login, settings } = master
  const own = ["-vv", "-o", "ControlMaster=no"]
  own.push(...sessionFlags(settings, "forward"))
  const to = `${at.includes(":") ? `[${at}]` : at}:${port}`
  try {
    return await duplex(["ssh", ...own, ...flags, "-W", to, "--", address], {
      deadline: context.limits.connect,
      environment: context.environment,
      ready: /request_stdio_fwd: master session id/,
    })
  } catch (cause) {
    throw fail("portClosed", { address: at, login, port }, { host, cause })
  }
}
