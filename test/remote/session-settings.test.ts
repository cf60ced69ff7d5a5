import { readFile, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { expect, test } from "vitest"
import { overBothClients } from "./both-clients.ts"
import { runAs } from "./run-script.ts"

/** What ssh_config may make of a session, or of a whole connection. */
const settings = [
  ["RemoteCommand tmux new -A -s main", "RequestTTY force"],
  ["RequestTTY yes", "SessionType subsystem"],
  ["SessionType none", "StdinNull yes"],
  ["ForkAfterAuthentication yes"],
  ["PermitLocalCommand yes", "LocalCommand echo local", "LogLevel DEBUG3"],
  ["ControlMaster auto", "ControlPath ~/.control-%C", "ControlPersist no"],
  [
    "DynamicForward 1",
    "ExitOnForwardFailure yes",
    "LocalForward 1 127.0.0.1:1",
    "RemoteForward 1 127.0.0.1:1",
    "Tunnel yes",
  ],
  [
    "ForwardAgent yes",
    "ForwardX11 yes",
    "LogLevel QUIET",
    "SendEnv *",
    "SetEnv LC_ALL=de_DE.UTF-8",
    "VisualHostKey yes",
  ],
] as const

overBothClients(({ client, connect, sshd }) => {
  async function configWith(lines: readonly string[]): Promise<string> {
    const file = join(sshd().folder, "session_config")
    const rest = await readFile(sshd().sshConfig, "utf8")
    // ssh takes the first value of a setting, so these win, for jumps as well.
    const first = lines.map((line) => `  ${line}\n`).join("")
    await writeFile(file, `Host *\n${first}${rest}`)
    const { hostKey, port } = sshd()
    const known = join(sshd().folder, "known_hosts")
    await writeFile(known, `[127.0.0.1]:${port} ${hostKey}\n`)
    return file
  }

  // ssh2 knows no jumps; there sdops takes OpenSSH.
  const places = client === "openssh" ? ["lithium", "jumped"] : ["lithium"]
  const ways = settings.flatMap((lines) =>
    places.map((address) => ({ address, lines })),
  )
  test.for(ways)("$lines is not ours, to $address", async (way) => {
    const sshConfig = await configWith(way.lines)
    await using connection = await connect({ address: way.address, sshConfig })
    const completed = await runAs(connection, {
      deadline: 20,
      during: "a test",
      script: "echo there; echo err >&2; exit 3\n",
    })
    expect(completed).toEqual({
      exit: 3,
      signal: undefined,
      stderr: "err\n",
      stdout: "there\n",
    })
  })

  test("a port of the host is reached past them", async () => {
    const server = createServer((socket) => socket.end("hello"))
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    const { port } = server.address() as { port: number }
    const sshConfig = await configWith([
      "SessionType none",
      "StdinNull yes",
      "ForkAfterAuthentication yes",
      "RemoteCommand tmux",
    ])
    await using connection = await connect({ sshConfig })
    const chunks: Buffer[] = []
    for await (const chunk of await connection.tcp(port)) chunks.push(chunk)
    expect(Buffer.concat(chunks).toString()).toBe("hello")
    server.close()
  })
})
