import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const authentication: Check<Approach> = {
  id: "reach/authentication",
  looksAt: "whether the host accepts one of your SSH keys",
  means: "the login user lacks your public key, or the account is locked",
  appliesTo: always,
  judge: (approach) =>
    judgeHop("authentication", approach, `logged in as ${approach.host.user}`),
}
