import { originalOf } from "../../flake/lock/original.ts"

/** Where git finds the revisions of an input. */
export type History = {
  readonly url: string
  /** A branch or tag; undefined: what the repository says is its main one. */
  readonly ref: string | undefined
  /** The reference of one revision of it. */
  readonly at: (revision: string) => string
}

const forges: Readonly<Record<string, string>> = {
  github: "https://github.com",
  gitlab: "https://gitlab.com",
  sourcehut: "https://git.sr.ht",
}

/**
 * The history of what a flake reference names; undefined where it has none that
 * can be read from afar, or names one revision alone: a folder, a file, a
 * channel's archive. A forge's archive of a branch, such as Forgejo's, is of
 * the repository beside it. Pure.
 */
export function historyOf(reference: string): History | undefined {
  const original = originalOf(reference)
  if (original === undefined || original["rev"] !== undefined) return undefined
  const [bare = "", query] = reference.split("?")
  const of = (name: string) => {
    const value = original[name]
    return value === undefined ? undefined : String(value)
  }
  switch (original["type"]) {
    case "github":
    case "gitlab":
    case "sourcehut": {
      const type = String(original["type"])
      const [owner, repo] = [
        String(original["owner"]),
        String(original["repo"]),
      ]
      const host = of("host")
      const base = host === undefined ? forges[type] : `https://${host}`
      const end = query === undefined ? "" : `?${query}`
      const named = `${type}:${[owner, repo].map(encodeURIComponent).join("/")}`
      return {
        at: (revision) => `${named}/${revision}${end}`,
        ref: of("ref"),
        url: `${base}/${owner}/${repo}${type === "sourcehut" ? "" : ".git"}`,
      }
    }
    case "git": {
      const url = String(original["url"])
      if (!/^(https?|ssh):\/\//.test(url)) return undefined
      const join = query === undefined ? "?" : "&"
      return {
        at: (revision) => `${reference}${join}rev=${revision}`,
        ref: of("ref"),
        url,
      }
    }
    case "tarball": {
      const [, url, ref, end] =
        /^(?:tarball\+)?(https?:\/\/[^/]+\/[^/]+\/[^/]+)\/archive\/(.+?)(\.tar\.gz|\.zip)$/.exec(
          bare,
        ) ?? []
      if (url === undefined || /^[0-9a-f]{40}$/.test(ref ?? ""))
        return undefined
      return {
        at: (revision) =>
          reference.replace(`/${ref}${end}`, `/${revision}${end}`),
        ref: ref?.replace(/^refs\/heads\//, ""),
        url: `${url}.git`,
      }
    }
    default:
      return undefined
  }
}
