import { execFileSync } from "node:child_process"
import { createServer } from "node:net"
import { expect, test } from "vitest"
import { openShell } from "../../src/host/open-shell.ts"
import { defaultLimits } from "../../src/limits.ts"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import { overBothClients } from "./both-clients.ts"
import { freePort } from "./loopback-sshd.ts"
import { runAs } from "./run-script.ts"

overBothClients(({ client, connect, connection, sshd }) => {
  const sh = (script: string, deadline = 20, during = "a test") =>
    runAs(connection(), { script, deadline, during })

  test("says which client it is", () => {
    expect(connection().client).toBe(client)
  })

  test.each([0, 1, 42, 254, 255])("tells exit code %i", async (code) => {
    const completed = await sh(`echo out; echo err >&2; exit ${code}\n`)
    expect(completed).toEqual({
      exit: code,
      signal: undefined,
      stderr: "err\n",
      stdout: "out\n",
    })
  })

  test("has no exit code where a signal ended the server", async () => {
    const completed = await sh("echo before; kill -9 $$\n")
    expect(completed.exit).toBeUndefined()
    expect(completed.signal).toBeDefined()
    expect(completed.stdout).toBe("before\n")
  })

  test("passes every byte to stdin and 3 MB back", async () => {
    const bytes = Buffer.alloc(2 ** 20)
    for (let i = 0; i < bytes.length; i += 1) bytes[i] = (i * 7) % 256
    const counted = await runAs(connection(), {
      deadline: 20,
      during: "a test",
      script: "exec /usr/bin/md5sum\n",
      stdin: bytes,
    })
    const sum = execFileSync("md5sum", { input: bytes }).toString()
    expect(counted.stdout).toBe(sum)

    const text = "a€𝄞".repeat(2 ** 17)
    const echoed = await runAs(connection(), {
      deadline: 20,
      during: "a test",
      script: "exec /bin/cat\n",
      stdin: text,
    })
    expect(echoed.stdout === text).toBe(true)
  })

  test("keeps a character whole that comes in two pieces", async () => {
    const lines: string[] = []
    const completed = await runAs(connection(), {
      deadline: 20,
      during: "a test",
      onLine: (line, stream) => lines.push(`${stream}: ${line}`),
      script: String.raw`printf '\342'; sleep 0.2; printf '\202\254\nend'`,
    })
    expect(completed.stdout).toBe("€\nend")
    expect(lines).toEqual(["stdout: €", "stdout: end"])
  })

  test("doesn't mind a command that leaves its stdin unread", async () => {
    const completed = await runAs(connection(), {
      deadline: 20,
      during: "a test",
      script: "exec /bin/true\n",
      stdin: Buffer.alloc(2 ** 22),
    })
    expect(completed.exit).toBe(0)
  })

  test("gives up a command at its deadline", async () => {
    await expect(sh("exec sleep 100\n", 0.3)).rejects.toMatchObject({
      code: "SDOPS_CONNECTION_LOST",
      because: ["not done within 0.3 s"],
    })
    expect((await sh("echo alive\n")).stdout).toBe("alive\n")
  })

  test("gives up a command when it is interrupted", async () => {
    const abort = new AbortController()
    const running = runAs(connection(), {
      deadline: 20,
      during: "a test",
      onLine: () => abort.abort(),
      signal: abort.signal,
      script: "echo started; exec sleep 100\n",
    })
    await expect(running).rejects.toMatchObject({ code: "SDOPS_INTERRUPTED" })
    expect((await sh("echo alive\n")).stdout).toBe("alive\n")
  })

  test("does nothing when it is interrupted before", async () => {
    const running = runAs(connection(), {
      deadline: 20,
      during: "a test",
      script: "true\n",
      signal: AbortSignal.abort(),
    })
    await expect(running).rejects.toMatchObject({ code: "SDOPS_INTERRUPTED" })
  })

  test("runs ten scripts beside each other on one connection", async () => {
    const ten = Array.from({ length: 10 }, (_, i) => i)
    const shell = openShell(connection(), {
      elevation: elevationOf("root"),
      limits: defaultLimits,
    })
    const ports = await Promise.all(
      ten.map((i) =>
        shell.run({
          beside: true,
          deadline: 20,
          during: "a test",
          script: `sleep 0.1; echo ${i} "$SSH_CONNECTION"\n`,
          variables: {},
        }),
      ),
    )
    const words = ports.map(({ stdout }) => stdout.trim().split(" "))
    expect(words.map(([i]) => Number(i))).toEqual(ten)
    expect(new Set(words.map((word) => word[2])).size).toBe(1)
  })

  test("reaches a port of the host", async () => {
    const server = createServer((socket) => {
      socket.on("data", (chunk) => socket.end(`you said ${chunk}`))
    })
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
    const address = server.address()
    if (address === null || typeof address === "string") throw new Error()

    const stream = await connection().tcp(address.port)
    stream.write("hello")
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk)

    expect(Buffer.concat(chunks).toString()).toBe("you said hello")
    server.close()
  })

  test("names a closed port of the host", async () => {
    const port = await freePort()
    await expect(connection().tcp(port)).rejects.toMatchObject({
      code: "SDOPS_PORT_CLOSED",
      details: { port },
    })
  })

  test("refuses to send a command that needs quoting", async () => {
    const sent = connection().open("echo 'a'")
    await expect(sent).rejects.toThrow("needs quoting")
  })

  test("tells a lost connection from a failed command", async () => {
    const own = await connect()
    const started = Promise.withResolvers<void>()
    const running = runAs(own, {
      deadline: 20,
      during: "a long command",
      onLine: () => started.resolve(),
      script: "echo started; exec sleep 100\n",
    })
    running.catch(() => {})
    await started.promise
    expect(sshd().killSessions()).toBeGreaterThan(0)
    await expect(running).rejects.toMatchObject({
      code: "SDOPS_CONNECTION_LOST",
      details: { during: "a long command" },
    })
    await own[Symbol.asyncDispose]()
  })
})
