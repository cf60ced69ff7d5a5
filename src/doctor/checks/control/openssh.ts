import { always, bad, type Check, ok, skip } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

export const openssh: Check<ControlSight> = {
  id: "control/openssh",
  looksAt: "whether OpenSSH is installed, and its version",
  means: "no host can be reached: sdops takes its SSH settings from ssh",
  appliesTo: always,
  judge({ openssh }) {
    if (openssh.is === "there") return ok(openssh.version)
    if (openssh.is === "late") return skip("ssh -V gave no answer in time")
    return bad({
      finding: "ssh is not in PATH",
      cure: ["command -v ssh   # install OpenSSH's client if there is none"],
    })
  },
}
