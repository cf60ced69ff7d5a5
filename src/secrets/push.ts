import type { Context } from "../context.ts"
import { bringSecrets } from "../deploy/secrets/bring-secrets.ts"
import { failureOf } from "../errors/failure-of.ts"
import { openLink } from "../host/open-link.ts"
import { asFailure } from "../inventory/as-failure.ts"
import type { Host } from "../inventory/host.ts"
import type { HostSecrets, SecretsPushed } from "./result.ts"

/**
 * Brings hosts the values of their secrets, side by side, and has units that
 * want a changed one start again; apps keep the old one until they do. Errors:
 * `interrupted`; all others are a host's result.
 */
export async function pushSecrets(
  hosts: readonly Host[],
  { parallel }: { readonly parallel: number },
  context: Context<HostSecrets>,
): Promise<SecretsPushed> {
  const { default: pMap } = await import("p-map")
  const pushed = await pMap(
    hosts.filter(({ secrets }) => Object.keys(secrets).length > 0),
    async (host) => {
      const one = await pushTo(host, context)
      context.emit(one)
      return one
    },
    { concurrency: parallel },
  )
  const failed = pushed.some(({ error }) => error !== undefined)
  return { "exit-code": failed ? 1 : 0, hosts: pushed }
}

async function pushTo(
  host: Host,
  context: Context<HostSecrets>,
): Promise<HostSecrets> {
  try {
    const { connection, shell } = await openLink(host, context)
    await using _ = connection
    const placed = await bringSecrets(
      host,
      shell,
      { restart: "units" },
      context,
    )
    const { changed, left, restarted } = placed
    return {
      changed: [...changed],
      host: host.name,
      left: [...left],
      restarted: [...restarted],
    }
  } catch (thrown) {
    const error = asFailure(thrown, host, "push", context.signal)
    if (context.signal.aborted) throw error
    const none = { changed: [], left: [], restarted: [] }
    return { ...none, error: failureOf(error), host: host.name }
  }
}
