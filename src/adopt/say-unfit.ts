import prettyBytes from "pretty-bytes"
import { most, type Seen } from "../host/probe/configuration.ts"

const { bytes, files } = most

/** What a configuration may have. */
export const sayMost = `${prettyBytes(bytes)} and ${files} files in all`

/** Why a path of a host's configuration can't be copied, and the way out. */
export function sayUnfit(seen: Seen, within: string): string {
  const { detail, kind, path } = seen
  switch (kind) {
    case "large": {
      const limit = `more than the limit for a configuration, ${sayMost}`
      return `${path}: ${limit}; ${leaveOut(path)}`
    }
    case "link": {
      const target = detail || "nothing"
      const copy = `put a copy in ${within}, or ${leaveOut(path)}`
      return `${path}: a link to ${target}; ${copy}`
    }
    case "secret": {
      const instead =
        "which everybody could read in the store; name it by its path on the " +
        "host, in quotes"
      return detail === ""
        ? `${path}: looks like a private key or a file of secrets, ${instead}` +
            `, or ${leaveOut(path)}`
        : `${path}:${detail}: a token, ${instead}`
    }
    case "absent":
    case "file":
    case "folder":
    case "other":
      return `${path}: not a regular file`
  }
}

function leaveOut(path: string): string {
  return `leave it on the host: --leave-out ${path}`
}
