import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import { runScript } from "./run-script.ts"
import { overBothClients } from "./both-clients.ts"

const run = 'sh -c "$SSH_ORIGINAL_COMMAND"'

/** Login shells that say something of their own around a command. */
const talkative = [
  ["text", `echo Welcome; ${run}`],
  ["text without a line end", `printf 'uptime 3 days, '; ${run}`],
  ["escapes of a theme", String.raw`printf '\033]11;#222\007\033[0m'; ${run}`],
  ["bytes of no encoding", String.raw`printf '\342\202\000\377\000'; ${run}`],
  ["a mark of somebody else", `echo "sdops-begin-$$ 0"; ${run}`],
  ["what it is sent", `f=$(mktemp); tee $f >&2; exec <$f; rm $f; ${run}`],
  ["megabytes", `yes Welcome | head -c 3000000; ${run}`],
  ["words on stderr", `echo 'sudo: a password is required' >&2; ${run}`],
  ["a farewell", `trap 'echo Agent pid 7 killed' EXIT; ${run}`],
  ["greeting and farewell", `echo Hi; ${run}; code=$?; echo Bye; exit $code`],
] as const

/** Login shells that run nothing. */
const shut = [
  ["refuses", "echo 'This account is not available.'; exit 1"],
  ["says nothing", "exit 0"],
  ["takes all for its input", "cat"],
  ["ends by a signal", "kill -9 $$"],
  ["is another program", "echo 'tmux: need a terminal' >&2; exit 1"],
] as const

overBothClients(
  ({ connection, sshd }) => {
    const shellIs = (text: string) =>
      writeFile(join(sshd().folder, "login-shell"), `${text}\n`)
    const options = {
      deadline: 20,
      during: "a test",
      elevation: elevationOf("root"),
    }

    test.for(talkative)("drops %s of the login shell", async ([, shell]) => {
      await shellIs(shell)
      const lines: string[] = []
      const completed = await runScript(connection(), {
        ...options,
        onLine: (line, stream) => lines.push(`${stream} ${line}`),
        script: "printf 'a\\0b\\n'; echo c >&2; (exit 3)\n",
      })
      expect(completed).toEqual({
        exit: 3,
        signal: undefined,
        stderr: "c\n",
        stdout: "a\0b\n",
      })
      expect(lines.toSorted()).toEqual(["stderr c", "stdout a\0b"])

      const whole = { ...options, script: "cat; echo d", stdin: "mine\n" }
      const { stdout } = await runScript(connection(), whole)
      expect(stdout).toBe("mine\nd\n")
    })

    test.for(shut)("tells a login shell that %s", async ([, shell]) => {
      await shellIs(shell)
      const script = "printf 'a\\0b\\0'"
      const failure = runScript(connection(), { ...options, script })
      await expect(failure).rejects.toMatchObject({ code: "SDOPS_NO_SHELL" })
    })

    test("ends a host that never stops talking", async () => {
      await shellIs("yes")
      const before = process.memoryUsage.rss()
      const failure = runScript(connection(), { ...options, script: "true" })
      await expect(failure).rejects.toMatchObject({
        code: "SDOPS_TOO_MUCH_OUTPUT",
        host: "lithium",
      })
      expect(process.memoryUsage.rss() - before).toBeLessThan(300e6)
      await shellIs(run)
      const alive = await runScript(connection(), {
        ...options,
        script: "echo alive",
      })
      expect(alive.stdout).toBe("alive\n")
    })
  },
  (folder) => [`ForceCommand /bin/sh ${join(folder, "login-shell")}`],
)
