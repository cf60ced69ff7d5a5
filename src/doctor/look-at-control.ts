import { isFailure } from "../errors/sdops-error.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { run } from "../process.ts"
import { keysOfAgent } from "../remote/connect.ts"
import { readIdentities } from "../remote/identity.ts"
import { askSsh, type RemoteContext } from "../remote/ssh-config.ts"
import type { ControlSight, Keys, OpensshSight } from "./sight.ts"

/**
 * Looks at this machine; keys are those for one host, as ssh's configuration
 * may name others for another. Errors: `interrupted`.
 */
export async function lookAtControl(
  fleet: Fleet,
  host: Host | undefined,
  context: RemoteContext,
): Promise<ControlSight> {
  const openssh = await versionOfSsh(context)
  const keys =
    openssh.is === "missing" || host === undefined
      ? undefined
      : await keysFor(host, context)
  return { fleet, keys, node: process.versions.node, openssh }
}

async function versionOfSsh({
  environment,
  limits,
  signal,
}: RemoteContext): Promise<OpensshSight> {
  const deadline = limits.connect
  const ran = await run(["ssh", "-V"], { deadline, environment, signal })
  if (ran.why === "deadline") return { is: "late" }
  if (ran.exit !== 0) return { is: "missing" }
  return { is: "there", version: (ran.stderr || ran.stdout).trim() }
}

async function keysFor(
  { address, name, port, user }: Host,
  context: RemoteContext,
): Promise<Keys | undefined> {
  try {
    const settings = await askSsh({ address, name, port, user }, context)
    const [files, agent] = await Promise.all([
      readIdentities(settings.identityFiles),
      keysOfAgent(settings, context),
    ])
    const { pkcs11 } = settings
    const held = agent?.split("\n").filter((line) => line !== "")
    return { address, agent: held?.length, files, pkcs11 }
  } catch (error) {
    if (!isFailure(error, "sshConfig")) throw error
    // The way to the host tells what ssh doesn't like.
    return undefined
  }
}
