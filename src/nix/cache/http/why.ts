/** Codes of certificates that somebody else may have a reason to trust. */
const distrusted =
  /^(CERT_|DEPTH_ZERO_|ERR_TLS_CERT_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY))/

/** Of an answer that takes too long. */
export const late = () => new DOMException("late", "TimeoutError")

/** Of an answer that is too long. */
export const noEnd = () => new Error("its answer has no end")

/** Why a server has not answered, in a few words, without its address. */
export function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === "TimeoutError") return "it doesn't answer"
  const code = codeOf(error)
  if (innermost(error).name === "HTTPParserError") {
    return "it doesn't speak HTTP"
  }
  switch (code) {
    case "CONNECT_FAILED":
    case "ECONNREFUSED":
      return "connection refused"
    case "UND_ERR_BODY_TIMEOUT":
    case "UND_ERR_HEADERS_TIMEOUT":
      return "it doesn't answer"
    case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
      return "its answer isn't as long as it says"
    case "ECONNRESET":
    case "UND_ERR_SOCKET":
      return "it hangs up"
    case "UND_ERR_HEADERS_OVERFLOW":
    case "UND_ERR_RES_EXCEEDED_MAX_SIZE":
      return "its answer has no end"
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

/** Whether a server has ended a stream, with the answer missing. */
export function hungUp(error: Error): boolean {
  return whyOf(error) === "it hangs up"
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
