/** What people write where ssh takes a machine. */
export type SshWords = {
  readonly address: string
  /** Its digits; none when left out. */
  readonly port: string | undefined
  readonly user: string | undefined
}

/**
 * Takes `ops@lithium.lan:2222`, `ssh://ops@[fd00::7]:22/` and the like apart;
 * judges nothing. A user name may hold an @, and a bare IPv6 address colons.
 */
export function splitSsh(written: string): SshWords {
  const bare = written.replace(/^ssh:\/\//, "").replace(/\/$/, "")
  const at = bare.lastIndexOf("@")
  const user = at < 0 ? undefined : bare.slice(0, at)
  const rest = bare.slice(at + 1)
  const [, inner, name, port] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(rest) ?? []
  return { address: inner ?? name ?? rest, port, user }
}
