import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { commandOf, type Step } from "../../docs/walk/step.ts"

export type Where = {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}

export type Typed = { readonly exit: number | null; readonly text: string }

/** Whether this machine has no program that gives a terminal. */
export const noTerminal = spawnSync("script", ["--version"]).status !== 0

/**
 * Types a line on a terminal, `y` at each question, and a step's keys once it
 * has said something.
 */
export async function typed(
  step: Step,
  { cwd, environment }: Where,
  more = "",
): Promise<Typed> {
  const line = `${commandOf(step)}${more}`
  // A dash between the two takes a Ctrl-C for itself, and ends with 130.
  const env = { ...environment, SHELL: "/bin/bash", TERM: "dumb" }
  const child = spawn("script", ["-qec", line, "/dev/null"], {
    cwd,
    env: { ...process.env, ...env },
  })
  const keys = typeof step === "string" ? undefined : step.keys
  let [text, answered] = ["", 0]
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    if (text === "" && keys !== undefined) child.stdin.write(keys)
    text += chunk
    // A terminal breaks a line wherever it is full.
    const questions = text.replaceAll(/\s/gu, "").split("(y/N)").length - 1
    for (; answered < questions; answered += 1) child.stdin.write("y\n")
  })
  const [exit] = (await once(child, "close")) as [number | null]
  return { exit, text }
}

/** How a step that is as usual ends. */
export function exitOf(step: Step): number {
  return (typeof step === "string" ? undefined : step.exit) ?? 0
}
