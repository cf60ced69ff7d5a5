import { execFileSync } from "node:child_process"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { overBothClients } from "../both-clients.ts"
import { runAs } from "../run-script.ts"
import { freePort, type LoopbackSshd, publicKey } from "../loopback-sshd.ts"

overBothClients(({ connect, sshd }) => {
  test("names both keys when the host has another one", async () => {
    const hostKey = await publicKey(join(sshd().folder, "other"))
    const offered = printOf(sshd().hostKey, sshd().folder)
    const expected = printOf(hostKey, sshd().folder)
    await expect(connect({ hostKey })).rejects.toMatchObject({
      code: "SDOPS_WRONG_HOST_KEY",
      details: { expected: [expected], offered },
    })
  })

  test("tells the key of a host that nobody knows", async () => {
    const failure = connect({ hostKey: undefined })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_UNKNOWN_HOST_KEY",
      details: {
        fingerprint: printOf(sshd().hostKey, sshd().folder),
        key: sshd().hostKey,
      },
    })
  })

  test("believes known_hosts where no key is pinned", async () => {
    const file = join(sshd().folder, "known_hosts")
    await writeFile(file, `[127.0.0.1]:${sshd().port} ${sshd().hostKey}\n`)
    execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" })
    await using known = await connect({ hostKey: undefined })
    const completed = await runAs(known, {
      deadline: 20,
      during: "a test",
      script: "true\n",
    })
    expect(completed.exit).toBe(0)
    await writeFile(file, "")
  })

  test("names address and port when nothing listens", async () => {
    const port = await freePort()
    await expect(connect({ port })).rejects.toMatchObject({
      code: "SDOPS_UNREACHABLE",
      details: { address: "127.0.0.1", port, reason: "connection refused" },
    })
  })

  test("names a host whose name does not resolve", async () => {
    const failure = connect({ address: "nosuchhost.invalid" })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_UNREACHABLE",
      details: { reason: "the name does not resolve" },
    })
  })

  test("says that a key is not accepted", async () => {
    const file = join(sshd().folder, "wrong_config")
    await writeFile(file, configWith(sshd(), "other"))
    await expect(connect({ sshConfig: file })).rejects.toMatchObject({
      code: "SDOPS_AUTHENTICATION",
      details: { user: sshd().user },
    })
  })

  test("says that a key needs its passphrase", async () => {
    const file = join(sshd().folder, "locked_config")
    await writeFile(file, configWith(sshd(), "locked"))
    await expect(connect({ sshConfig: file })).rejects.toMatchObject({
      code: "SDOPS_ENCRYPTED_KEY",
      details: { files: [join(sshd().folder, "locked")] },
    })
  })
})

function printOf(key: string, folder: string): string {
  const file = join(folder, "to-print")
  execFileSync("tee", [file], { input: `${key}\n` })
  const text = execFileSync("ssh-keygen", ["-lf", file]).toString()
  return text.split(" ")[1] ?? ""
}

function configWith(sshd: LoopbackSshd, key: string): string {
  return [
    "Host *",
    "  HostName 127.0.0.1",
    `  Port ${sshd.port}`,
    `  User ${sshd.user}`,
    `  IdentityFile ${join(sshd.folder, key)}`,
    "  IdentityAgent none",
    "  IdentitiesOnly yes",
    "",
  ].join("\n")
}
