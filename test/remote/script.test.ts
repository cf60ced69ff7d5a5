import { readdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { quote } from "../../src/quote.ts"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import { Secret } from "../../src/secret.ts"
import { type Here, makeHere } from "./here.ts"
import { runScript } from "./run-script.ts"

let here: Here
beforeAll(async () => {
  here = await makeHere()
})
afterAll(() => here[Symbol.asyncDispose]())

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

test("a script of root goes by stdin, in one session", async () => {
  const sent: string[] = []
  const elevation = elevationOf("root")
  expect(
    await runScript(here.connection(sent), { ...hello, elevation }),
  ).toEqual(said)
  expect(sent).toEqual(["/bin/sh -s"])
})

test("a script of another user goes through sudo", async () => {
  const sent: string[] = []
  const elevation = elevationOf("ops")
  expect(
    await runScript(here.connection(sent), { ...hello, elevation }),
  ).toEqual(said)
  expect(sent).toEqual(["/run/wrappers/bin/sudo -n /bin/sh -s"])
})

test("a script may have a stdin of its own, byte by byte", async () => {
  const stdin = Buffer.from([0, 10, 255, 39, 10, 128])
  const input = { ...options, elevation: elevationOf("root"), stdin }
  const completed = await runScript(here.connection(), {
    ...input,
    script: "od -An -tx1",
  })
  expect(completed.stdout.trim()).toBe("00 0a ff 27 0a 80")
})

describe("with a password", () => {
  const elevation = elevationOf("ops", new Secret("rehearsal"))
  const asks = () => writeFile(join(here.folder, "asks"), "")
  const asksNot = () => rm(join(here.folder, "asks"), { force: true })

  test("that is a line of stdin, in one session", async () => {
    await asks()
    const sent: string[] = []
    const completed = await runScript(here.connection(sent), {
      ...hello,
      elevation,
    })
    expect(completed).toEqual(said)
    expect(sent).toEqual(["/bin/sh -s"])
  })

  test("nothing is left of the script", async () => {
    await asks()
    await runScript(here.connection(), { ...hello, elevation })
    expect((await readdir(here.folder)).toSorted()).toEqual([
      "asks",
      "bin",
      "sudo",
    ])
  })

  test("the script's stdin is its own even if sudo asks not", async () => {
    const input = { ...options, elevation, script: "cat", stdin: "mine\n" }
    await asksNot()
    expect((await runScript(here.connection(), input)).stdout).toBe("mine\n")
    await asks()
    expect((await runScript(here.connection(), input)).stdout).toBe("mine\n")
  })

  test("a wrong one is no elevation", async () => {
    await asks()
    const wrong = elevationOf("ops", new Secret("guess"))
    const failure = runScript(here.connection(), { ...hello, elevation: wrong })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
      evidence: ["Sorry, try again.", "sudo: 1 incorrect password attempt"],
    })
  })

  test("none where one is asked for is no elevation", async () => {
    await asks()
    const failure = runScript(here.connection(), {
      ...hello,
      elevation: elevationOf("ops"),
    })
    await expect(failure).rejects.toMatchObject({
      code: "SDOPS_NO_ELEVATION",
      message: "ops can't become root with sudo",
    })
    await asksNot()
  })
})

test("a script that says what sudo says isn't taken for sudo", async () => {
  const script = "echo 'sudo: a password is required' >&2; exit 1"
  const elevation = elevationOf("ops")
  const completed = await runScript(here.connection(), {
    ...options,
    elevation,
    script,
  })
  expect(completed).toMatchObject({
    exit: 1,
    stderr: "sudo: a password is required\n",
  })
})

// As sudo, sudo-rs, doas, run0, sshd and shells say it; what counts is that the
// script didn't begin.
const refusals = [
  [1, "sudo: a password is required"],
  [1, "sudo: Ein Passwort ist notwendig"],
  [1, "sudo: 2 Fehlversuche bei der Passwort-Eingabe"],
  [1, "sudo: il est nécessaire de saisir un mot de passe"],
  [1, "sudo: sorry, you must have a tty to run sudo"],
  [1, "sudo: Account or password is expired, reset your password"],
  [1, "ops is not in the sudoers file."],
  [1, "sudo: /etc/sudo.conf is owned by uid 1000, should be 0"],
  [1, "sudo-rs: interactive authentication is required"],
  [1, "sudo-rs: Maximum 3 incorrect authentication attempts"],
  [1, "doas: Authentication required"],
  [1, "Failed to start transient service unit: Access denied"],
  [1, "Password change required but no TTY available."],
  [126, "bash: line 1: /run/wrappers/bin/sudo: Permission denied"],
  [127, "sh: 1: /run/wrappers/bin/sudo: not found"],
  [127, "fish: Unknown command: /run/wrappers/bin/sudo"],
  [1, ""],
] as const
const greetings = ["", "Welcome to lithium\n", "\u001b]11;#222\u0007\0"]
const passwords = [undefined, new Secret("guess")]

test.for(
  refusals.flatMap(([exit, stderr]) =>
    greetings.flatMap((stdout) =>
      passwords.map((password) => ({ exit, password, stderr, stdout })),
    ),
  ),
)("is no elevation: exit $exit, $stderr, $stdout", async (refusal) => {
  const { exit, password, stderr, stdout } = refusal
  const refuse = join(here.folder, "refusing")
  await writeFile(`${refuse}.said`, stdout)
  const words = `cat ${refuse}.said; echo ${quote(stderr)} >&2`
  await writeFile(refuse, `${words}; exit ${exit}\n`)
  const connection = here.connection([], (command) => {
    const own = command.startsWith("/bin/sh")
    if (!own) return here.open(`exec sh ${refuse}`)
    return here.open(command, (text) =>
      text.replace(`exec ${here.folder}/sudo`, `exec sh ${refuse}`),
    )
  })
  const input = { ...hello, elevation: elevationOf("ops", password) }
  const error: unknown = await runScript(connection, input).catch((it) => it)
  const asks = expect.stringContaining("--sudo-password")
  const helps = password === undefined ? [asks, expect.anything()] : []
  expect(error).toMatchObject({
    code: "SDOPS_NO_ELEVATION",
    evidence: stderr === "" ? expect.anything() : [stderr],
    help: ["ssh -t ops@lithium.lan sudo -v", ...helps],
    message: "ops can't become root with sudo",
  })
})

test("a sudo that makes somebody else than root is no elevation", async () => {
  const connection = here.connection([], (command) =>
    here.open(command, (text) => `id() { echo 1000; }\n${text}`),
  )
  const input = { ...hello, elevation: elevationOf("ops") }
  await expect(runScript(connection, input)).rejects.toMatchObject({
    because: ["sudo ran a script with user id 1000, not as root"],
    code: "SDOPS_NO_ELEVATION",
  })
})
