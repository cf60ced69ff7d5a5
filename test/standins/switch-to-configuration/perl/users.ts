import { outputOf, type Run } from "../child.ts"
import { Died } from "../died.ts"
import { perlVoice } from "../say.ts"
import type { Settings } from "../settings.ts"
import type { Tools } from "../tools.ts"

type Parts = {
  readonly settings: Settings
  readonly run: Run
  readonly tools: Tools
}

/**
 * Reloads the units of everybody who is logged in, and of lingering users.
 * What comes of it is ignored; logind that doesn't answer ends the run, with
 * units stopped and nothing started.
 */
export function reloadUsers({ settings, run, tools }: Parts): void {
  const { out, systemd } = settings
  const list = [`${systemd}/bin/loginctl`, "list-users", "--no-legend"]
  const users = outputOf(list)
  if (users === undefined) {
    const at = `${out}/bin/switch-to-configuration line 919`
    throw new Died(`Unable to close the file handle to loginctl at ${at}.\n`, 1)
  }
  for (const line of users.split("\n")) {
    const [, id, name] = /^\s*(\d+)\s+(\S+)/.exec(line) ?? []
    if (id === undefined || name === undefined) continue
    perlVoice.say(`reloading user units for ${name}...\n`)
    const script = [
      `export XDG_RUNTIME_DIR=/run/user/${id}`,
      `${tools.systemctl} --user daemon-reexec`,
      `${systemd}/bin/systemctl --user start nixos-activation.service`,
    ].join("; ")
    run(["/usr/bin/su", "-s", "/bin/sh", "-l", name, "-c", script])
  }
}
