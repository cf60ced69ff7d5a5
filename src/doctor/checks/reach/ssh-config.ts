import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const sshConfig: Check<Approach> = {
  id: "reach/ssh-config",
  looksAt: "whether ssh -G resolves the host's configuration",
  means: "ssh rejects its own configuration, so nothing can connect",
  appliesTo: always,
  judge: (approach) =>
    judgeHop("ssh-config", approach, "ssh's configuration is valid"),
}
