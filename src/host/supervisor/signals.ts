import { fail } from "../../errors/fail.ts"
import type { DeployRecord } from "../record/deploy-record.ts"
import { ask } from "../facts.ts"
import { recordIn } from "../record/record-fact.ts"
import signalScript from "./signal.sh"
import type { HostShell } from "../shell.ts"
import { deployIdSchema } from "../store-path.ts"

/** Which deployment a signal is for; the nonce proves it. */
export type DeployKey = { readonly id: string; readonly nonce: string }

type SignalKind = "acknowledge" | "contact" | "go" | "reject"

/** Lets a supervisor that waits, locked, go on and activate. */
export function giveGo(shell: HostShell, key: DeployKey) {
  return send(shell, key, "go", "")
}

/**
 * Says over a fresh connection that the host can be reached; from then on
 * `limits.gate` runs. Both this and `acknowledge` hold only once the record
 * says so: a deadline may have passed just before.
 */
export function contact(shell: HostShell, key: DeployKey) {
  return send(shell, key, "contact", "")
}

/**
 * Says that the gate has passed, and by what proof: the supervisor commits.
 * Without an image of every app, it first watches their processes for two
 * seconds since they came up.
 */
export function acknowledge(
  shell: HostShell,
  key: DeployKey,
  proof: "contact" | "image" = "contact",
) {
  return send(shell, key, "acknowledge", proof)
}

/**
 * Says that the gate has failed, or that sdops was stopped: rolled back.
 * Undefined: there is no such deployment, and now there never will be.
 */
export function reject(shell: HostShell, key: DeployKey, because: string) {
  return send(shell, key, "reject", because)
}

/**
 * Leaves a signal for the supervisor. Returns the record as it was then.
 * Errors: `hostRecord`, `wrongNonce`; `deployOver` when it was final already,
 * or the host has rebooted since.
 */
async function send(
  shell: HostShell,
  { id, nonce }: DeployKey,
  kind: SignalKind,
  because: string,
): Promise<DeployRecord | undefined> {
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: `the signal ${kind}`,
    script: signalScript,
    variables: { because, id: deployIdSchema.parse(id), kind, nonce },
  })
  const { host } = shell
  const answer = facts.get("answer")
  if (answer === "never-begun" && kind === "reject") return undefined
  const record = recordIn(shell, facts)
  switch (answer) {
    case "accepted":
      return record
    case "over":
      throw fail("deployOver", { host, id, state: record.state }, { host })
    case "rebooted": {
      const state = "the host rebooted"
      throw fail("deployOver", { host, id, state }, { host })
    }
    default:
      throw fail("wrongNonce", { host, id }, { host })
  }
}
