/**
 * A text as a Nix string literal. Backslash, quote and `${` are all that mean
 * something between quotes; `$${` is covered, since its `${` is escaped too.
 * Source: research on Nix 2.26 and 2.34, both measured. NUL, which Nix has
 * not, is refused by the inventory.
 */
export function nixString(text: string): string {
  const escaped = text
    .replace(/\\|"|\$\{/g, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t")
  return `"${escaped}"`
}
