import { always, type Check } from "../../check.ts"
import type { Approach } from "../../sight.ts"
import { judgeHop } from "./judge-hop.ts"

export const dns: Check<Approach> = {
  id: "reach/dns",
  looksAt: "whether the host's address resolves",
  means: "the name is wrong, or the name server or a VPN is down",
  appliesTo: always,
  judge: (approach) =>
    judgeHop("dns", approach, `${approach.host.address} resolves`),
}
