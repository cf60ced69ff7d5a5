import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { run } from "../../src/process.ts"
import { checkCommand } from "../../src/remote/command.ts"
import type { Connection } from "../../src/remote/connection.ts"
import { elevationOf } from "../../src/remote/elevation.ts"
import { runScript } from "../../src/remote/script.ts"
import { Secret } from "../../src/secret.ts"

// sudo 1.9's behaviour in the ways that scripts of ours meet it: -n refuses,
// -S reads one line of stdin, and NOPASSWD reads nothing.
const sudo = `#!/bin/sh
asks=yes
while :; do
  case $1 in
    -n)
      [ ! -e "$SUDO_ASKS" ] || {
        echo 'sudo: a password is required' >&2
        exit 1
      }
      asks=no
      shift;;
    -k|-S) shift;;
    -p) prompt=$2; shift 2;;
    *) break;;
  esac
done
if [ "$asks" = yes ] && [ -e "$SUDO_ASKS" ]; then
  printf %s "$prompt" >&2
  IFS= read -r word
  [ "$word" = rehearsal ] || {
    echo 'Sorry, try again.' >&2; echo 'sudo: 1 incorrect password attempt' >&2
    exit 1
  }
fi
exec "$@"
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-script-"))
  await writeFile(join(folder, "sudo"), sudo)
  await chmod(join(folder, "sudo"), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

/** A connection to this machine, whose sudo is the one above. */
function local(sent: string[] = []): Connection {
  return {
    client: "node-ssh",
    host: "lithium",
    async run(command, { deadline, stdin }) {
      sent.push(checkCommand(command))
      const own = command.replace("/run/wrappers/bin/sudo", `${folder}/sudo`)
      const { exit, signal, stderr, stdout } = await run(["sh", "-c", own], {
        deadline,
        stdin: stdin ?? "",
        environment: {
          PATH: process.env["PATH"],
          SUDO_ASKS: join(folder, "asks"),
          TMPDIR: folder,
        },
      })
      return { exit, signal, stderr, stdout }
    },
    tcp: () => Promise.reject(new Error("no ports here")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const options = { deadline: 10, during: "a test" }
const hello = {
  ...options,
  script: 'echo "$greeting"; echo done >&2; exit 3\n',
  variables: { greeting: "it's\n$me" },
}
const said = {
  exit: 3,
  signal: undefined,
  stderr: "done\n",
  stdout: "it's\n$me\n",
}

test("a script of root goes by stdin, in one round trip", async () => {
  const sent: string[] = []
  const elevation = elevationOf("root")
  expect(await runScript(local(sent), { ...hello, elevation })).toEqual(said)
  expect(sent).toEqual(["/bin/sh -s"])
})

test("a script of another user goes through sudo", async () => {
  const sent: string[] = []
  const elevation = elevationOf("ops")
  expect(await runScript(local(sent), { ...hello, elevation })).toEqual(said)
  expect(sent).toEqual(["/run/wrappers/bin/sudo -n /bin/sh -s"])
})

test("a script may have a stdin of its own, byte by byte", async () => {
  const stdin = Buffer.from([0, 10, 255, 39, 10, 128])
  const input = { ...options, elevation: elevationOf("root"), stdin }
  const completed = await runScript(local(), {
    ...input,
    script: "od -An -tx1",
  })
  expect(completed.stdout.trim()).toBe("00 0a ff 27 0a 80")
})

describe("with a password", () => {
  const elevation = elevationOf("ops", new Secret("rehearsal"))
  const asks = () => writeFile(join(folder, "asks"), "")
  const asksNot = () => rm(join(folder, "asks"), { force: true })

  test("the script is a file and the password a line of stdin", async () => {
    await asks()
    const sent: string[] = []
    const completed = await runScript(local(sent), { ...hello, elevation })
    expect(completed).toEqual(said)
    expect(sent.join()).not.toContain("rehearsal")
    expect(sent).toHaveLength(2)
  })

  test("nothing is left of the script", async () => {
    await asks()
    await runScript(local(), { ...hello, elevation })
    expect((await readdir(folder)).toSorted()).toEqual(["asks", "sudo"])
  })

  test("the script's stdin is its own even if sudo asks not", async () => {
    const input = { ...options, elevation, script: "cat", stdin: "mine\n" }
    await asksNot()
    expect((await runScript(local(), input)).stdout).toBe("mine\n")
    await asks()
    expect((await runScript(local(), input)).stdout).toBe("mine\n")
  })

  test("a wrong one is no elevation", async () => {
    await asks()
    const wrong = elevationOf("ops", new Secret("guess"))
    const failure = runScript(local(), { ...hello, elevation: wrong })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
      evidence: ["Sorry, try again.", "sudo: 1 incorrect password attempt"],
    })
  })

  test("none where one is asked for is no elevation", async () => {
    await asks()
    const failure = runScript(local(), {
      ...hello,
      elevation: elevationOf("ops"),
    })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
      message: "ops cannot become root by sudo",
    })
    await asksNot()
  })
})

test("a script that fails after output isn't taken for sudo", async () => {
  const script = "echo out; echo 'sudo: a password is required' >&2; exit 1"
  const elevation = elevationOf("ops")
  const completed = await runScript(local(), { ...options, elevation, script })
  expect(completed.exit).toBe(1)
})

// What fish 3.7 and nushell 0.9x print for a command that isn't there.
test.each([
  "sh: 1: /run/wrappers/bin/sudo: not found",
  "fish: Unknown command: /run/wrappers/bin/sudo",
  "bash: line 1: /run/wrappers/bin/sudo: No such file or directory",
])("a host without sudo says so: %s", async (stderr) => {
  const completed = { exit: 127, signal: undefined, stderr, stdout: "" }
  const connection: Connection = {
    ...local(),
    run: () => Promise.resolve(completed),
  }
  const input = { ...hello, elevation: elevationOf("ops") }
  await expect(runScript(connection, input)).rejects.toMatchObject({
    code: "SDOPS_NO_ELEVATION",
  })
})
