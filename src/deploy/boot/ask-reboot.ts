import { fail } from "../../errors/fail.ts"
import { isFailure, type SdopsError } from "../../errors/sdops-error.ts"
import { whyNoOneShot } from "../../host/boot/one-shot-able.ts"
import type { Host } from "../../inventory/host.ts"
import type { Deployment, DeployInput } from "../deployment.ts"
import type { StageContext } from "../stage.ts"

/** Who would be rebooted, and what was asked for. */
export type Booting = {
  readonly host: Pick<Host, "name" | "policy">
  readonly input: Pick<DeployInput, "reboot">
  readonly link: Pick<Deployment["link"], "shell">
}

/**
 * Asks whether a host may be booted once into a new system, unless policy or
 * flag have said so. `--yes` alone never reboots a host. Errors:
 * `rebootRefused`; `rebootNeeded` where nobody can be asked, or said no.
 */
export async function askReboot(
  because: string,
  given: Booting,
  context: Pick<StageContext, "confirm">,
): Promise<void> {
  if (await isAllowed(because, given)) return
  try {
    await context.confirm(`reboot the host: ${because}`, "--reboot")
  } catch (thrown) {
    if (!isFailure(thrown, "needsYes")) throw thrown
    const [again] = (thrown as SdopsError).help
    throw fail("rebootNeeded", { again, because, host: given.host.name })
  }
}

/**
 * Whether nobody has to be asked any more. Errors: `rebootRefused` where the
 * policy forbids it, or the boot loader can't start a system once.
 */
export async function isAllowed(
  because: string,
  { host, input, link }: Booting,
): Promise<boolean> {
  const { name, policy } = host
  if (policy.reboot === "never") {
    const why = `${because}, but the policy reboot forbids a reboot`
    throw fail("rebootRefused", { because: why, host: name })
  }
  const against = await whyNoOneShot(link.shell)
  if (against !== undefined) {
    const why = `${because}, but the host can't boot a system once: ${against}`
    throw fail("rebootRefused", { because: why, host: name })
  }
  return policy.reboot === "allowed" || input.reboot === true
}
