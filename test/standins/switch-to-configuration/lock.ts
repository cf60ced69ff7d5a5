import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, openSync } from "node:fs"

const blockingLock = "/etc/sdlab/switch-to-configuration/blocking-lock"

/**
 * Takes the flock that every action takes, and holds it until this process
 * ends, however it ends. flock(1) locks the open file that we share with it;
 * other children don't get the descriptor, as the real one's don't.
 *
 * Returns false when somebody holds it, exclusive or shared. Releases up to
 * 24.11 wait instead, which a file on the host asks for.
 */
export function takeLock(folder = "/run/nixos"): boolean {
  mkdirSync(folder, { mode: 0o755, recursive: true })
  const file = openSync(`${folder}/switch-to-configuration.lock`, "a", 0o644)
  const wait = existsSync(blockingLock) ? [] : ["-n"]
  const { status } = spawnSync("/usr/bin/flock", ["-x", ...wait, "3"], {
    stdio: ["ignore", "ignore", "ignore", file],
  })
  return status === 0
}
