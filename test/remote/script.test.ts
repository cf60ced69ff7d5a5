import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises"
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
PATH=$SUDO_PATH:$PATH
exec "$@"
`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-script-"))
  await writeFile(join(folder, "sudo"), sudo)
  await chmod(join(folder, "sudo"), 0o755)
  // These tests don't have to be root's.
  await mkdir(join(folder, "bin"))
  await writeFile(join(folder, "bin", "id"), "#!/bin/sh\necho 0\n")
  await chmod(join(folder, "bin", "id"), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

/** A connection to this machine, whose sudo is the one above. */
function local(sent: string[] = []): Connection {
  return {
    client: "node-ssh",
    host: "lithium",
    login: "ops@lithium.lan",
    async run(command, { deadline, stdin }) {
      sent.push(checkCommand(command))
      const own = command.replace("/run/wrappers/bin/sudo", `${folder}/sudo`)
      const { exit, signal, stderr, stdout } = await run(["sh", "-c", own], {
        deadline,
        stdin: stdin ?? "",
        environment: {
          PATH: process.env["PATH"],
          SUDO_ASKS: join(folder, "asks"),
          SUDO_PATH: join(folder, "bin"),
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
    expect((await readdir(folder)).toSorted()).toEqual(["asks", "bin", "sudo"])
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

test("a script that says what sudo says isn't taken for sudo", async () => {
  const script = "echo 'sudo: a password is required' >&2; exit 1"
  const elevation = elevationOf("ops")
  const completed = await runScript(local(), { ...options, elevation, script })
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
  const connection: Connection = {
    ...local(),
    async run(command, given) {
      const own = command.startsWith("/bin/sh")
      if (own) return local().run(command, given)
      return { exit, signal: undefined, stderr: `${stderr}\n`, stdout }
    },
  }
  const input = { ...hello, elevation: elevationOf("ops", password) }
  const error: unknown = await runScript(connection, input).catch((it) => it)
  const asks = expect.stringContaining("--sudo-password")
  const helps = password === undefined ? [asks, expect.anything()] : []
  expect(error).toMatchObject({
    code: "SDOPS_NO_ELEVATION",
    evidence: stderr === "" ? expect.anything() : [stderr],
    help: ["ssh -t ops@lithium.lan sudo -v", ...helps],
    message: "ops cannot become root by sudo",
  })
})

test("a sudo that makes somebody else than root is no elevation", async () => {
  const connection: Connection = {
    ...local(),
    run: (command, given) =>
      local().run(command, {
        ...given,
        stdin: `id() { echo 1000; }\n${String(given.stdin)}`,
      }),
  }
  const input = { ...hello, elevation: elevationOf("ops") }
  await expect(runScript(connection, input)).rejects.toMatchObject({
    because: ["sudo ran a script with user id 1000, not as root"],
    code: "SDOPS_NO_ELEVATION",
  })
})
