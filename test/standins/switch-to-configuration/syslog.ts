import { spawnSync } from "node:child_process"

/** One line of the program's own in the journal. */
export function syslog(priority: "err" | "notice", text: string): void {
  spawnSync(
    "/usr/bin/logger",
    ["-t", "nixos", "-p", `user.${priority}`, "--", text],
    { stdio: "ignore" },
  )
}
