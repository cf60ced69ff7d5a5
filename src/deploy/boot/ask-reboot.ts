import { fail } from "../../errors/fail.ts"
import { isFailure, type SdopsError } from "../../errors/sdops-error.ts"
import { whyNoOneShot } from "../../host/boot/one-shot-able.ts"
import type { Host } from "../../inventory/host.ts"
import type { Deployment, DeployInput } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { type Unlocking, whyNoReboot } from "./why-no-reboot.ts"

/** Who would be rebooted, and what was asked for. */
export type Booting = {
  readonly host: Pick<Host, "name" | "policy">
  /** Of the system that is booted. */
  readonly evaluation: Unlocking
  readonly input: Pick<DeployInput, "bootUnproven" | "reboot">
  readonly link: Pick<Deployment["link"], "shell">
}

/**
 * Asks whether a host may be booted once into a new system, unless policy or
 * flag have said so. `--yes` alone never reboots a host. Errors:
 * `rebootRefused`, `rebootUnproven`; `rebootNeeded` where nobody can be asked,
 * or said no.
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
 * Whether nobody has to be asked any more. Errors: `rebootRefused` where it is
 * ruled out (why-no-reboot.ts); `rebootUnproven` where the boot loader can't
 * start a system once, unless it may be the boot default before it is proven.
 */
export async function isAllowed(
  because: string,
  { evaluation, host, input, link }: Booting,
): Promise<boolean> {
  const { name, policy } = host
  const against = whyNoReboot({ evaluation, input, policy })
  if (against !== undefined) {
    const why = `${because}, but ${against}`
    const forbidden = policy.reboot === "never"
    throw fail("rebootRefused", { because: why, forbidden, host: name })
  }
  if (input.bootUnproven !== true) await mustLeadBack(because, { host, link })
  return policy.reboot === "allowed" || input.reboot === true
}

/** Errors: `rebootUnproven` where the boot loader can't start a system once. */
export async function mustLeadBack(
  because: string,
  { host: { name: host }, link }: Pick<Booting, "host" | "link">,
): Promise<void> {
  const against = await whyNoOneShot(link.shell)
  if (against === undefined) return
  const why = `${because}, but the host can't boot a system once: ${against}`
  throw fail("rebootUnproven", { because: why, host })
}
