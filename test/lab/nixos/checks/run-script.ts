import { spawn } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import type { LabHost } from "../../host.ts"

type Request = { readonly reboot?: true; readonly run?: string }

/**
 * Runs the script of a test in virtual machines with a rehearsal host in the
 * machine's place. Returns how it exits, and what it says when it fails.
 */
export async function runScript(
  host: LabHost,
  script: string,
): Promise<{ readonly exit: number | null; readonly said: string }> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-check-"))
  const file = join(folder, "script.py")
  await writeFile(file, script)
  const driver = join(import.meta.dirname, "driver.py")
  const child = spawn("python3", [driver, file], { stdio: "pipe" })
  let said = ""
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", resolve)
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const answer = await answerTo(host, JSON.parse(line) as Request)
    child.stdin.write(`${JSON.stringify(answer)}\n`)
  }
  const exit = await ended
  await rm(folder, { force: true, recursive: true })
  return { exit, said }
}

/** As a root shell of the host's system has it. */
const shell = ["bash", "-euo", "pipefail", "-c"]
const path = "/run/wrappers/bin:/run/current-system/sw/bin"

async function answerTo(host: LabHost, { reboot, run = "" }: Request) {
  if (reboot) {
    await host.reboot()
    return {}
  }
  const command = ["env", `PATH=${path}`, ...shell, run]
  const { exit, stdout } = await host.exec(command, { deadline: 300 })
  return { output: stdout, status: exit }
}
