import { sayAdvice, there } from "../errors/advice.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { loginWords } from "../login-words.ts"
import type { Host } from "./host.ts"

type Named = Partial<Pick<Host, "address" | "port" | "user">>

/** What ssh is given to log in there; undefined where it isn't known. */
export function loginTo({ address, ...more }: Named): string | undefined {
  return address === undefined ? undefined : loginWords({ address, ...more })
}

/** A command line that runs a command on a host, as root. */
export function onHost(
  host: Pick<Host, "address" | "port" | "user">,
  command: string,
): string {
  return sayAdvice(there(command), { login: loginTo(host) })
}

/**
 * An error whose help leads to the host. What is of another machine, such as a
 * builder, stays of that.
 */
export function placedOn(
  error: SdopsError,
  host: Named & Pick<Host, "name">,
): SdopsError {
  const { host: own = host.name } = error
  if (own !== host.name) return error
  return error.with({ host: own, login: loginTo(host) })
}
