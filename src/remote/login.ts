import { quote } from "./quote.ts"
import { configFlags } from "./ssh-config.ts"
import type { Target } from "./target.ts"

/**
 * What a person types after `ssh` to log in as sdops does, such as
 * `-p 2222 ops@lithium.lan`; quoted for a POSIX shell where it has to be.
 */
export function loginOf(
  target: Target,
  environment: NodeJS.ProcessEnv,
): string {
  const { address, port, user } = target
  return [
    ...configFlags(environment),
    ...(port === undefined ? [] : ["-p", String(port)]),
    user === undefined ? address : `${user}@${address}`,
  ]
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word)))
    .join(" ")
}
