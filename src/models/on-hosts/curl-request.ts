import type { Secret } from "../../secret.ts"

/**
 * A configuration of curl for a URL and perhaps a token, to be sent to its
 * stdin. curl itself keeps the header from other hosts that it is sent to.
 */
export function curlRequest(url: string, token: Secret | undefined): string {
  const lines = [`url = ${quoted(new URL(url).href)}`]
  if (token !== undefined) {
    lines.push(`header = ${quoted(`Authorization: Bearer ${token.reveal()}`)}`)
  }
  return lines.join("\n")
}

/** As curl reads it: a backslash before quotes and backslashes. */
function quoted(text: string): string {
  const line = text.replaceAll(/[\r\n]/g, "")
  return `"${line.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
