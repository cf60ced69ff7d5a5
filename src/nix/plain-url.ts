/**
 * A cache's URL without what Nix ignores: parameters, a last slash, the case of
 * scheme and host, a port that goes without saying.
 */
export function plainUrl(url: string): string {
  return url
    .replace(/\?.*$/, "")
    .replace(/\/+$/, "")
    .replace(/^[^:/]+:\/\/[^/]*/, (origin) => origin.toLowerCase())
    .replace(/^(http:\/\/[^/]*):80(?=\/|$)/, "$1")
    .replace(/^(https:\/\/[^/]*):443(?=\/|$)/, "$1")
}
