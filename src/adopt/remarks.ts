import { nixTokens, type NixToken } from "../nix/language/tokens.ts"

/** What a configuration's text tells without being evaluated. */
export type Remarks = {
  /** Lines that turn on upgrades by the host itself. */
  readonly autoUpgrade: readonly number[]
  /** Passwords, tokens and the like as text. */
  readonly secrets: readonly { readonly line: number; readonly name: string }[]
  /** Lines with a WireGuard private key as text. */
  readonly keys: readonly number[]
  /** As set for the system, not for home-manager. */
  readonly stateVersions: readonly string[]
}

const secret =
  /^(initial)?(hashed)?password$|^psk(raw)?$|(^|[-_])(api[-_]?key|passphrase|password|secret|token)$|(Password|Secret|Token|ApiKey)$/i
const wireguard = /^[A-Za-z0-9+/]{43}=$/

/** Reads what a file sets as plain text. */
export function remarksOf(code: string): Remarks {
  const tokens = nixTokens(code)
  const texts = tokens.flatMap((token, index) => {
    const isSet = tokens[index + 1]?.text === "="
    const value = tokens[index + 2]
    const written = token.kind === "word" && isSet && value !== undefined
    return written ? [{ index, token, value }] : []
  })
  const lines = (wanted: (one: (typeof texts)[number]) => boolean) =>
    texts.filter(wanted).map(({ token }) => token.line)
  return {
    autoUpgrade: lines(
      ({ index, token, value }) =>
        token.text === "enable" &&
        value.text === "true" &&
        owner(tokens, index) === "autoUpgrade",
    ),
    keys: lines(
      ({ token, value }) =>
        token.text === "privateKey" &&
        value.kind === "text" &&
        wireguard.test(value.text),
    ),
    secrets: texts
      .filter(
        ({ token, value }) =>
          secret.test(token.text) &&
          value.kind === "text" &&
          value.start === undefined &&
          // A path is where it is; `!` and `*` let nobody in.
          /^[^/!*]/.test(value.text),
      )
      .map(({ token }) => ({ line: token.line, name: token.text })),
    stateVersions: texts
      .filter(
        ({ index, token, value }) =>
          token.text === "stateVersion" &&
          value.kind === "text" &&
          owner(tokens, index) === "system",
      )
      .map(({ value }) => value.text),
  }
}

/** `system` of `system.stateVersion` and of `system = { stateVersion`. */
function owner(tokens: readonly NixToken[], index: number): string | undefined {
  if (tokens[index - 1]?.text === ".") return tokens[index - 2]?.text
  let depth = 0
  for (let at = index - 1; at >= 0; at--) {
    const { kind, text } = tokens[at] as NixToken
    if (kind !== "sign") continue
    if (text === "}") depth++
    if (text !== "{") continue
    if (depth === 0)
      return tokens[at - 1]?.text === "=" ? tokens[at - 2]?.text : undefined
    depth--
  }
  return undefined
}
