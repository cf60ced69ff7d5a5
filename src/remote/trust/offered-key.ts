import { fail } from "../../errors/fail.ts"
import type { HostKey } from "./host-key.ts"
import { loginOf } from "../login.ts"
import { scanHostKey } from "./scan-host-key.ts"
import type { RemoteContext } from "../ssh-config.ts"
import type { SshSettings } from "../ssh-settings.ts"
import type { Target } from "../target.ts"

/** The key that a machine offers. Errors: `unreachable`, with the reason. */
export async function offeredKey(
  target: Target,
  { hostname: address, port }: Pick<SshSettings, "hostname" | "port">,
  context: RemoteContext,
): Promise<HostKey> {
  const offer = await scanHostKey(target, context)
  if (offer.key !== undefined) return offer.key
  const login = loginOf(target, context.environment)
  const { reason } = offer
  const details = { address, login, port, reason }
  throw fail("unreachable", details, { host: target.name })
}
