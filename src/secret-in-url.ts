import table from "../nix/data/secret-parameters.json" with { type: "json" }

/** Scheme and what stands before the host: a login, perhaps a password. */
const userinfo =
  /(?<scheme>[a-z][a-z0-9+.-]*):\/\/(?<login>[^/?#\s@]*(?:@[^/?#\s@]*)*)@/i

/** A parameter, wherever it begins: after `?`, `&`, `;` or `#`. */
const parameter = /(?<before>[?&;#])(?<name>[^=&;#?\s]+)=(?<value>[^&#\s]*)/g

/** Of a maker that gives its tokens a beginning of their own. */
const token = new RegExp(`(?:${table.tokens.join("|")})[A-Za-z0-9_-]*`, "g")

/**
 * What makes a URL a secret, in a few words: `a password`, `the parameter
 * X-Amz-Signature`. Undefined where it has none. A login alone, as ssh:// has,
 * is one over http only, where it may be a token.
 */
export function secretInUrl(url: string): string | undefined {
  const { login = "", scheme = "" } = userinfo.exec(url)?.groups ?? {}
  if (login.includes(":")) return "a password"
  if (login !== "" && /https?$/i.test(scheme)) return "a login"
  for (const { groups } of url.matchAll(parameter)) {
    const { name = "", value = "" } = groups ?? {}
    if (isSecret(name, value)) return `the parameter ${name}`
  }
  const [found] = url.match(token) ?? []
  return found === undefined ? undefined : `the token ${found.slice(0, 3)}…`
}

/**
 * What is expected instead of a URL with a secret; undefined without one. The
 * rule for every URL that people write down. In: why, as the sentence goes on.
 */
export function secretRefusal(
  url: string,
  because: string,
): string | undefined {
  const secret = secretInUrl(url)
  return secret === undefined ? undefined : `a URL without ${secret}${because}`
}

/** The same text with each secret of its URLs as `[redacted]`. */
export function withoutUrlSecrets(text: string): string {
  return text
    .replaceAll(new RegExp(userinfo, "gi"), (all, scheme: string, login) => {
      const kept = !String(login).includes(":") && !/https?$/i.test(scheme)
      return kept ? all : `${scheme}://[redacted]@`
    })
    .replaceAll(parameter, (all, before: string, name: string, value) =>
      isSecret(name, String(value)) ? `${before}${name}=[redacted]` : all,
    )
    .replaceAll(token, "[redacted]")
}

function isSecret(written: string, value: string): boolean {
  const name = decoded(written)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
  // Nix's own: where a cache's signing key lies, not the key.
  if (name === "secretkey" && /^(?:\/|%2f)[^=]*$/i.test(value)) return false
  const { names, words } = table
  return names.includes(name) || words.some((word) => name.includes(word))
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
