import prettyBytes from "pretty-bytes"
import { most, type Seen } from "../host/configuration.ts"

/** Why a path of a host's configuration can't be copied, and the way out. */
export function sayUnfit(seen: Seen, within: string): string {
  const { detail, kind, path } = seen
  switch (kind) {
    case "large": {
      const limit = `${prettyBytes(most.bytes)} and ${most.files} files`
      return `${path}: more than a configuration may have, ${limit} in all`
    }
    case "link": {
      const target = detail || "nothing"
      return `${path}: a link to ${target}; put a copy in ${within}`
    }
    case "secret":
      return (
        `${path}: looks like a private key or a file of secrets, which a ` +
        "store would show to everybody; name it by its path on the host, " +
        "in quotes"
      )
    case "absent":
    case "file":
    case "folder":
    case "other":
      return `${path}: no regular file`
  }
}
