/** A cache's URL without what Nix ignores: parameters and a last slash. */
export function plainUrl(url: string): string {
  return url.replace(/\?.*$/, "").replace(/\/+$/, "")
}
