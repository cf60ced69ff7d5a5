import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { connect } from "../../src/remote/connect.ts"
import { type LoopbackSshd, startSshd, whyNoSshd } from "./loopback-sshd.ts"
import { runAs } from "./run-script.ts"

const missing = whyNoSshd()

describe.skipIf(missing)(`connecting (${missing ?? "with sshd"})`, () => {
  let sshd: LoopbackSshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd?.[Symbol.asyncDispose]())

  const context = () => ({
    environment: { ...process.env, SDOPS_SSH_CONFIG: sshd.sshConfig },
    limits: defaultLimits,
    signal: new AbortController().signal,
  })

  test("takes node-ssh for a plain host of SDOPS_SSH_CONFIG", async () => {
    const { hostKey } = sshd
    const target = { name: "lithium", address: "lithium", hostKey }
    await using connection = await connect(target, context())
    expect(connection.client).toBe("node-ssh")
  })

  test("tries the address that worked before, and says so", async () => {
    const { folder, hostKey, sshConfig } = sshd
    const reached = new Map<string, string>()
    const target = { name: "lithium", address: "lithium", hostKey }
    await using first = await connect(target, { ...context(), reached })
    expect([first.detour, [...reached]]).toEqual([
      undefined,
      [["lithium", "127.0.0.1"]],
    ])
    // A name that leads elsewhere by now, where nobody listens.
    const moved = join(folder, "moved_config")
    const text = await readFile(sshConfig, "utf8")
    await writeFile(moved, text.replaceAll("127.0.0.1", "127.0.0.2"))
    const environment = { ...process.env, SDOPS_SSH_CONFIG: moved }
    const away = { ...context(), environment }
    await using again = await connect(target, { ...away, reached })
    const { port } = sshd
    const refused = `can't reach 127.0.0.2 port ${port}: connection refused`
    expect(again.detour).toBe(`${refused}; reached at 127.0.0.1`)
    await expect(connect(target, away)).rejects.toMatchObject({
      code: "SDOPS_UNREACHABLE",
    })
  })

  test("takes OpenSSH through a jump host, and it works", async () => {
    const { hostKey, port } = sshd
    const known = join(sshd.folder, "known_hosts")
    await writeFile(known, `[127.0.0.1]:${port} ${hostKey}\n`)
    const target = { name: "jumped", address: "jumped", hostKey }
    await using connection = await connect(target, context())
    const options = { deadline: 10, during: "a test", script: "echo there" }
    const completed = await runAs(connection, options)
    expect(connection.client).toBe("openssh")
    expect(completed.stdout).toBe("there\n")
  })

  test("refuses a pinned key that is none", async () => {
    const hostKey = "ssh-ed25519 AAAA"
    const target = { name: "lithium", address: "lithium", hostKey }
    await expect(connect(target, context())).rejects.toMatchObject({
      code: "SDOPS_USAGE",
      message: "the host-key of lithium is not a public key",
    })
  })

  test("tells what is wrong with the SSH configuration", async () => {
    const sshConfig = join(sshd.folder, "broken_config")
    await writeFile(sshConfig, "NoSuchOption yes\n")
    const target = { name: "lithium", address: "lithium" }
    const environment = { ...process.env, SDOPS_SSH_CONFIG: sshConfig }
    const failure = connect(target, { ...context(), environment })
    await expect(failure).rejects.toMatchObject({ code: "SDOPS_SSH_CONFIG" })
    await expect(failure).rejects.toMatchObject({
      evidence: expect.arrayContaining([
        expect.stringContaining("nosuchoption"),
      ]),
    })
  })

  test("ends at once when it is interrupted", async () => {
    const target = {
      name: "lithium",
      address: "lithium",
      hostKey: sshd.hostKey,
    }
    const signal = AbortSignal.abort()
    const failure = connect(target, { ...context(), signal })
    await expect(failure).rejects.toMatchObject({ code: "SDOPS_INTERRUPTED" })
  })
})
