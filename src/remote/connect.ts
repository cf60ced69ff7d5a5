import { run } from "../process.ts"
import { chooseClient } from "./clients/choose-client.ts"
import type { Connection } from "./connection.ts"
import type { Dialled } from "./dialled.ts"
import { readIdentities } from "./identity.ts"
import { askSsh, type RemoteContext } from "./ssh-config.ts"
import type { SshSettings } from "./ssh-settings.ts"
import type { Target } from "./target.ts"
import { trustOf } from "./trust/trust.ts"

/**
 * Connects to a host by the client that its ssh_config needs.
 * Errors: `sshConfig`, `usage` (a pinned key that is none), `unreachable`,
 * `unknownHostKey`, `wrongHostKey`, `authentication`, `encryptedKey`,
 * `interrupted`.
 */
export async function connect(
  target: Target,
  context: RemoteContext,
): Promise<Connection> {
  const settings = await askSsh(target, context)
  const [identities, agentKeys, trust] = await Promise.all([
    readIdentities(settings.identityFiles),
    keysOfAgent(settings, context),
    trustOf(target, settings, context),
  ])
  const dialled: Dialled = { identities, settings, target, trust }
  const { client } = chooseClient(settings, identities, agentKeys ?? "")
  return connectBy(client, dialled, context)
}

/** Connects by a given client; each is loaded only when it is used. */
export async function connectBy(
  client: Connection["client"],
  dialled: Dialled,
  context: RemoteContext,
): Promise<Connection> {
  if (client === "openssh") {
    const { connectOpenssh } = await import("./clients/openssh-client.ts")
    return connectOpenssh(dialled, context)
  }
  const { connectNodeSsh } = await import("./clients/node-ssh-client.ts")
  return connectNodeSsh(dialled, context)
}

/**
 * The keys that the agent of a connection holds, as `ssh-add -L` lists;
 * undefined: it was late to say.
 */
export async function keysOfAgent(
  { identityAgent }: SshSettings,
  { environment, limits, signal }: RemoteContext,
): Promise<string | undefined> {
  if (identityAgent === undefined) return ""
  const ran = await run(["ssh-add", "-L"], {
    deadline: limits.connect,
    environment: { ...environment, SSH_AUTH_SOCK: identityAgent },
    signal,
  })
  if (ran.why === "deadline") return undefined
  return ran.exit === 0 ? ran.stdout : ""
}
