import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const port: Check<Approach> = {
  id: "reach/port",
  looksAt: "whether the SSH port accepts connections",
  means: "the host is off, elsewhere, behind a firewall, or sshd is down",
  appliesTo: always,
  judge: (approach) => judgeHop("port", approach, "the SSH port answers"),
}
