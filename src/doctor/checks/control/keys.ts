import { bad, type Check, ok, skip } from "../../check.ts"
import type { ControlSight } from "../../sight.ts"

export const keys: Check<ControlSight> = {
  id: "control/keys",
  looksAt: "the SSH keys available for the first host",
  means: "hosts reject sdops, which logs in with keys only",
  appliesTo: ({ fleet }) => fleet.hosts.size > 0,
  judge({ keys }) {
    if (keys === undefined) return skip("ssh's configuration can't be read")
    const { address, agent, files, pkcs11 } = keys
    const held = agent ? [`${agent} in the agent`] : []
    const useful = files
      .filter(({ kind }) => ["certified", "hardware", "key"].includes(kind))
      .map(({ file }) => file)
    const all = [...held, ...useful, ...(pkcs11 ? ["a PKCS#11 module"] : [])]
    if (all.length > 0) return ok(`for ${address}: ${all.join(", ")}`)
    if (agent === undefined) return skip("the agent gave no answer in time")
    const locked = files.filter(({ kind }) => kind === "encrypted")
    if (locked.length > 0) {
      const names = locked.map(({ file }) => file)
      return bad({
        finding: `${names.join(", ")} needs a passphrase, no agent holds it`,
        cure: names.map((name) => `ssh-add ${name}`),
      })
    }
    return bad({
      finding: `no SSH key for ${address}, in a file or an agent`,
      cure: ["ssh-keygen -t ed25519"],
    })
  },
}
