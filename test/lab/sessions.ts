import type { LabHost } from "./host.ts"

/** What sshd let in. */
export type Sessions = {
  /** Connections that authenticated. */
  readonly handshakes: number
  /** Commands, shells and subsystems that ran over them. */
  readonly sessions: number
}

const script = `journalctl --sync
journalctl --output=cat --no-pager -t sshd -t sshd-session -t sshd-auth`

/** Counted from the journal of the host's sshd, which logs verbosely. */
export async function sessionsOf(
  host: LabHost,
  since: Sessions = { handshakes: 0, sessions: 0 },
): Promise<Sessions> {
  const lines = (await host.exec(script)).stdout.split("\n")
  const count = (start: string) =>
    lines.filter((line) => line.startsWith(start)).length
  return {
    handshakes: count("Accepted publickey for ") - since.handshakes,
    sessions: count("Starting session: ") - since.sessions,
  }
}
