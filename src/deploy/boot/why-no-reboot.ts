import type { Policy } from "../../inventory/host.ts"
import type { DeployInput } from "../deployment.ts"

/** Of an evaluation, which LUKS devices of the system are typed open. */
export type Unlocking = {
  readonly host: { readonly unlockedByHand?: readonly string[] | undefined }
}

type Asked = {
  readonly evaluation: Unlocking
  readonly input: Pick<DeployInput, "reboot">
  readonly policy: Pick<Policy, "reboot">
}

/**
 * Why a host isn't rebooted, whatever a person says to a question: its policy,
 * or a boot that would wait at the console for a passphrase. `--reboot` and
 * `reboot: allowed` say that somebody is there to type it.
 */
export function whyNoReboot(asked: Asked): string | undefined {
  const { evaluation, input, policy } = asked
  if (policy.reboot === "never") return "the policy reboot forbids it"
  if (policy.reboot === "allowed" || input.reboot === true) return undefined
  const devices = (evaluation.host.unlockedByHand ?? []).join(", ")
  if (devices === "") return undefined
  return `its boot waits at the console for the passphrase of ${devices}`
}
