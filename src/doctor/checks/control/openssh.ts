import { always, bad, type Check, ok } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

export const openssh: Check<ControlSight> = {
  id: "control/openssh",
  looksAt: "whether OpenSSH's programs are there, and which",
  means: "no host can be reached: ssh says how, whoever then connects",
  appliesTo: always,
  judge({ openssh }) {
    if (openssh !== undefined) return ok(openssh)
    return bad({
      finding: "there is no ssh in PATH",
      cure: ["command -v ssh   # then install OpenSSH's client"],
    })
  },
}
