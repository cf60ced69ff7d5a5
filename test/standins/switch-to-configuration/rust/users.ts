import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { outputOf } from "../child.ts"
import { Died } from "../died.ts"
import { rustVoice } from "../say.ts"
import type { Tools } from "../tools.ts"

type User = {
  readonly gid: number
  readonly id: number
  readonly name: string
  readonly runtime: string
}

const activation = "nixos-activation.service"

/**
 * Reloads the units of everybody who is logged in, and of lingering users.
 * Returns whether it went well for all: a user without a bus fails. Errors:
 * Died when logind doesn't answer.
 */
export function reloadUsers(out: string, tools: Tools): boolean {
  let good = true
  for (const user of loggedIn(tools)) {
    rustVoice.say(`reloading user units for ${user.name}...\n`)
    if (reload(user, out, tools)) continue
    rustVoice.say(`warning: user activation for ${user.name} failed\n`)
    good = false
  }
  return good
}

/** The part that runs as the user; the units that differ aren't looked at. */
function reload(user: User, out: string, { systemctl }: Tools): boolean {
  const bus = `${user.runtime}/bus`
  if (!existsSync(bus)) {
    rustVoice.say("Error: Failed to open dbus connection\n")
    return false
  }
  const as = ["setpriv", "--clear-groups", `--regid=${user.gid}`]
  const command = (...words: readonly string[]): boolean => {
    const argv = [`--reuid=${user.id}`, systemctl, "--user", ...words]
    const env = {
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${bus}`,
      XDG_RUNTIME_DIR: user.runtime,
    }
    const [program = "", ...rest] = [...as, ...argv]
    const { status } = spawnSync(`/usr/bin/${program}`, rest, {
      env,
      stdio: ["inherit", "inherit", "ignore"],
    })
    return status === 0
  }
  for (const step of ["daemon-reexec", "reset-failed", "daemon-reload"]) {
    command(step)
  }
  if (!existsSync(`${out}/etc/systemd/user/${activation}`)) return true
  rustVoice.say(`restarting the following user units: ${activation}\n`)
  // What comes of it is waited for, and not asked.
  command("restart", activation)
  return true
}

function loggedIn({ busctl }: Tools): readonly User[] {
  const manager = "org.freedesktop.login1"
  const path = "/org/freedesktop/login1"
  const call = [busctl, "--json=short", "call", manager, path]
  const answer = outputOf([...call, `${manager}.Manager`, "ListUsers"])
  if (answer === undefined) {
    throw new Died("Unable to list users with logind: no answer\n", 1)
  }
  const { data } = JSON.parse(answer) as {
    data: [(readonly [id: number, name: string, path: string])[]]
  }
  return data[0].flatMap(([id, name, at]) => {
    const get = [busctl, "--json=short", "get-property", manager, at]
    const words = [...get, `${manager}.User`, "GID", "RuntimePath"]
    const [gid, runtime] = (outputOf(words) ?? "").split("\n").map(dataOf)
    if (typeof gid !== "number" || typeof runtime !== "string") return []
    return [{ gid, id, name, runtime }]
  })
}

function dataOf(line: string): unknown {
  if (line === "") return undefined
  return (JSON.parse(line) as { data: unknown }).data
}
