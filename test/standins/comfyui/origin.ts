import type { IncomingHttpHeaders } from "node:http"

/**
 * The middleware against pages of other sites: only when Host is loopback,
 * names compared as written, and ports only if the Origin has one.
 * Returns the log line of a mismatch.
 */
export function crossOrigin(headers: IncomingHttpHeaders): string | undefined {
  const { host, origin } = headers
  if (host === undefined || origin === undefined) return undefined
  const own = host.toLowerCase()
  const theirs = /^[a-z]+:\/\/([^/?#]*)/i.exec(origin)?.[1]?.toLowerCase() ?? ""
  const [name] = splitPort(own)
  if (!/^(127\.[\d.]+|localhost|\[?::1\]?)$/.test(name)) return undefined
  const compared = splitPort(theirs)[1] === undefined ? name : own
  if (theirs === "" || compared === theirs) return undefined
  return (
    "WARNING: request with non matching host and origin " +
    `${compared} != ${theirs}, returning 403`
  )
}

function splitPort(host: string): [string, string?] {
  const found = /^(.*?)(?::(\d+))?$/.exec(host)
  const port = found?.[2]
  return port === undefined ? [host] : [found?.[1] ?? "", port]
}
