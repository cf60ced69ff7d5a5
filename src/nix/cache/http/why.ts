/** Codes of certificates that somebody else may have a reason to trust. */
const distrusted =
  /^(CERT_|DEPTH_ZERO_|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY))/

/** Why a server has not answered, in a few words, without its address. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === "TimeoutError") return "it doesn't answer"
  const code = codeOf(error)
  switch (code) {
    case "CONNECT_FAILED":
    case "ECONNREFUSED":
      return "connection refused"
    case "ECONNRESET":
      return "it hangs up"
    case "EAI_AGAIN":
    case "ENOTFOUND":
      return "the name does not resolve"
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "no route to host"
    default: {
      // fetch's own message says only that it failed.
      const told = error instanceof TypeError ? innermost(error) : error
      return told.message || code || error.name
    }
  }
}

/**
 * Whether a machine's own Nix may get an answer where we got none: it may trust
 * a certificate that we don't, and its SSH may forward nothing.
 */
export function othersMay(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (distrusted.test(codeOf(error))) return true
  return /administratively prohibited/i.test(innermost(error).message)
}

/** Wrappers, as fetch and our own errors are, hide the real reason. */
function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error
}

function codeOf(error: Error): string {
  const inner = innermost(error)
  // ssh2 numbers the reasons of RFC 4254, 5.1.
  if ("reason" in inner) return reasons.get(Number(inner.reason)) ?? ""
  return "code" in inner ? String(inner.code) : ""
}

const reasons = new Map([
  [1, "PROHIBITED"],
  [2, "CONNECT_FAILED"],
])
