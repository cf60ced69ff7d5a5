import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { debuglog } from "node:util"
import { LabProblem } from "./problem.ts"
import type { Lab } from "./settings.ts"

/**
 * Runs `work` while no other process of this lab folder does. The lock is the
 * kernel's, held by a small child whose standard input is ours, so it is free
 * again however we end.
 */
export async function locked<Result>(
  lab: Lab,
  what: "base" | "demo" | "hosts" | "nixos",
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(lab.directory, { recursive: true })
  const file = join(lab.directory, `${what}.lock`)
  const debug = debuglog("sdlab")
  const began = performance.now()
  const script = "echo held; exec cat >/dev/null"
  const holder = spawn("flock", [file, "sh", "-c", script], {
    stdio: ["pipe", "pipe", "ignore"],
  })
  const exited = once(holder, "exit")
  const held = once(holder.stdout, "data")
  const failed = once(holder, "error")
  try {
    const first = await Promise.race([
      held.then(() => "held"),
      exited.then(() => "ended"),
      failed.then(() => "ended"),
    ])
    if (first !== "held") throw new LabProblem(`can't lock ${file}`)
    debug("%s locked after %d ms", what, performance.now() - began)
    return await work()
  } finally {
    debug("%s released after %d ms", what, performance.now() - began)
    holder.stdin.end()
    await Promise.race([exited, failed])
  }
}
