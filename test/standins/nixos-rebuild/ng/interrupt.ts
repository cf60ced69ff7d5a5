import type { ChildProcess } from "node:child_process"

/** Ctrl-C: the child is killed at once, and we end with 130. */
export function killOnInterrupt(child: ChildProcess): void {
  const interrupt = (): void => {
    child.kill("SIGKILL")
    process.exit(130)
  }
  process.once("SIGINT", interrupt)
  child.once("close", () => process.off("SIGINT", interrupt))
}
