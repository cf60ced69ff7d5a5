import type { Connection } from "../connection.ts"
import type { Identity } from "../identity.ts"
import type { SshSettings } from "../ssh-settings.ts"

/** Which client, and for OpenSSH the setting that asks for it. */
export type Choice = {
  readonly client: Connection["client"]
  readonly because: string | undefined
}

/**
 * node-ssh is quicker; OpenSSH understands everything that ssh_config can say.
 * Input: the settings, the identity files, and the agent's keys as
 * `ssh-add -L` lists them.
 */
export function chooseClient(
  settings: SshSettings,
  identities: readonly Identity[],
  agentKeys: string,
): Choice {
  const reasons: readonly (readonly [boolean, string])[] = [
    [settings.proxyJump, "ProxyJump"],
    [settings.proxyCommand, "ProxyCommand"],
    [settings.certificates.length > 0, "CertificateFile"],
    [settings.pkcs11, "PKCS11Provider"],
    [identities.some((it) => it.kind === "hardware"), "a hardware key"],
    [identities.some((it) => it.kind === "certified"), "a certificate"],
    [/^sk-/m.test(agentKeys), "a hardware key in the agent"],
    [/^\S+-cert-v01@/m.test(agentKeys), "a certificate in the agent"],
    // ssh2 offers every key of the agent, and servers end after six.
    [
      settings.identitiesOnly && settings.identityAgent !== undefined,
      "IdentitiesOnly with an agent",
    ],
  ]
  const reason = reasons.find(([applies]) => applies)
  if (reason === undefined) return { client: "node-ssh", because: undefined }
  return { client: "openssh", because: reason[1] }
}
