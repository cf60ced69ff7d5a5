import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const sshConfig: Check<Approach> = {
  id: "reach/ssh-config",
  looksAt: "what ssh -G says for the host's address",
  means: "ssh itself cannot use its configuration, so nobody connects",
  appliesTo: always,
  judge: (approach) =>
    judgeHop("ssh-config", approach, "ssh has a configuration for it"),
}
