import { spawn } from "node:child_process"
import { join } from "node:path"
import { enterArgv } from "../machine/enter.ts"
import { addressOf } from "../state.ts"
import type { Verb } from "./verb.ts"

export const insideVerbs: Readonly<Record<string, Verb>> = {
  exec: {
    about: "runs a program inside as root, past sshd",
    least: 2,
    most: Number.POSITIVE_INFINITY,
    run: async (lab, [name = "", ...argv]) =>
      attached(await enterArgv(lab, name, argv)),
    usage: "exec HOST PROGRAM …",
  },
  ssh: {
    about: "logs in (root, or USER@HOST), or runs a command there",
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: async (lab, [target = "", ...command]) => {
      const name = target.split("@").at(-1) ?? ""
      await addressOf(lab, name)
      const config = join(lab.state, "ssh_config")
      return attached(["ssh", "-F", config, target, ...command])
    },
    usage: "ssh HOST [COMMAND]",
  },
}

/** Runs a program on our own terminal; answers its exit code. */
async function attached(argv: readonly string[]): Promise<number> {
  const [program = "", ...rest] = argv
  const child = spawn(program, rest, { stdio: "inherit" })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve(code ?? 255))
  })
}
