import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir, userInfo } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

/** An sshd on loopback with keys of its own; only the transport is real. */
export type LoopbackSshd = AsyncDisposable & {
  readonly port: number
  readonly folder: string
  /** `ssh-ed25519 AAAA…` of the server. */
  readonly hostKey: string
  /** A configuration for `ssh -F` that knows the client's key. */
  readonly sshConfig: string
  readonly user: string
  /** Ends the processes of the open connections, as a crash does. */
  readonly killSessions: () => number
}

const sshd = "/usr/sbin/sshd"

/** Why no sshd can be started here; undefined when it can. */
export function whyNoSshd(): string | undefined {
  if (existsSync(sshd)) return undefined
  if (process.getuid?.() !== 0) return "openssh-server is not installed"
  try {
    execFileSync(
      "apt-get",
      ["install", "-y", "--no-install-recommends", "openssh-server"],
      { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } },
    )
    return undefined
  } catch {
    return "openssh-server could not be installed"
  }
}

/** `more`: lines of sshd_config, given the server's folder. */
export async function startSshd(
  more: (folder: string) => readonly string[] = () => [],
): Promise<LoopbackSshd> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-sshd-"))
  const at = (name: string) => join(folder, name)
  for (const name of ["host", "other", "client"]) makeKey(at(name))
  makeKey(at("locked"), "a passphrase")
  const user = userInfo().username
  const hostKey = await publicKey(at("host"))
  if (process.getuid?.() === 0) execFileSync("mkdir", ["-p", "/run/sshd"])
  const { child, port } = await listening(at, more(folder))
  await writeFile(at("ssh_config"), clientConfig(port, user, at))
  return {
    port,
    folder,
    hostKey,
    sshConfig: at("ssh_config"),
    user,
    killSessions: () => killChildren(child.pid ?? 0),
    async [Symbol.asyncDispose]() {
      killChildren(child.pid ?? 0)
      const ended = new Promise((resolve) => child.once("exit", resolve))
      child.kill("SIGKILL")
      await ended
      await rm(folder, { force: true, recursive: true })
    },
  }
}

/** sshd needs a number; who else got it meanwhile keeps it. */
async function listening(
  at: (name: string) => string,
  more: readonly string[],
): Promise<{ child: ChildProcess; port: number }> {
  for (;;) {
    const port = await freePort()
    const config = [serverConfig(port, at), ...more, ""].join("\n")
    await writeFile(at("sshd_config"), config)
    const log = await open(at("log"), "w")
    const child = spawn(sshd, ["-D", "-e", "-f", at("sshd_config")], {
      stdio: ["ignore", "ignore", log.fd],
    })
    await log.close()
    if (await listens(child, port, at("log"))) return { child, port }
  }
}

/** Whether it got its port. Errors: what else it died of. */
async function listens(
  child: ChildProcess,
  port: number,
  log: string,
): Promise<boolean> {
  const until = performance.now() + 20_000
  while (performance.now() < until) {
    const said = await readFile(log, "utf8")
    if (said.includes(`Server listening on 127.0.0.1 port ${port}`)) return true
    if (child.exitCode !== null) {
      if (said.includes("Address already in use")) return false
      throw new Error(`sshd: ${said}`)
    }
    await pause(20)
  }
  throw new Error(`sshd does not listen on port ${port}`)
}

export async function publicKey(file: string): Promise<string> {
  const text = await readFile(`${file}.pub`, "utf8")
  return text.split(" ").slice(0, 2).join(" ")
}

/** A port of loopback that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("port")
  return address.port
}

function makeKey(file: string, passphrase = ""): void {
  const type = ["-t", "ed25519", "-C", "sdops-test"]
  execFileSync("ssh-keygen", ["-q", ...type, "-N", passphrase, "-f", file])
}

function serverConfig(port: number, at: (name: string) => string): string {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${at("host")}`,
    `AuthorizedKeysFile ${at("client.pub")}`,
    "PasswordAuthentication no",
    "PermitRootLogin yes",
    "PidFile none",
    // The user's own shell files may take longer than what is tested.
    `SetEnv HOME=${at(".")}`,
    "StrictModes no",
    "UsePAM no",
  ].join("\n")
}

function clientConfig(
  port: number,
  user: string,
  at: (name: string) => string,
): string {
  return [
    "Host lithium jumped",
    "  HostName 127.0.0.1",
    "Host jumped",
    "  ProxyJump lithium",
    "Host *",
    `  Port ${port}`,
    `  User ${user}`,
    `  IdentityFile ${at("client")}`,
    "  IdentityAgent none",
    `  UserKnownHostsFile ${at("known_hosts")}`,
    "  GlobalKnownHostsFile /dev/null",
    "",
  ].join("\n")
}

function killChildren(pid: number): number {
  const found = readChildren(pid)
  for (const child of found) {
    // The privileged process and, for a user, its unprivileged child.
    for (const one of [...readChildren(child), child]) killQuietly(one)
  }
  return found.length
}

function readChildren(parent: number): number[] {
  const text = execFileSync("ps", ["-A", "-o", "pid=,ppid=,comm="]).toString()
  return text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, ppid, comm]) => ppid === `${parent}` && comm === "sshd")
    .map(([pid]) => Number(pid))
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL")
  } catch {
    // It ended by itself.
  }
}
