import { quote } from "./quote.ts"

/** How a person would log in to a machine. */
export type Login = {
  readonly address: string
  /** ssh_config's, or 22, when left out. */
  readonly port?: number | undefined
  readonly user?: string | undefined
}

/**
 * What follows `ssh` on a command line that a person can type, such as
 * `-p 2222 ops@lithium.lan`; quoted for a POSIX shell where it has to be.
 */
export function loginWords(
  { address, port, user }: Login,
  flags: readonly string[] = [],
): string {
  return [
    ...flags,
    ...(port === undefined ? [] : ["-p", String(port)]),
    user === undefined ? address : `${user}@${address}`,
  ]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word)))
    .join(" ")
}

/** The command that shows the key that a machine offers. */
export function scanWords({ address, port }: Login): string {
  const at = port === undefined ? "" : `-p ${port} `
  return `ssh-keyscan ${at}-t ed25519 ${address}`
}
