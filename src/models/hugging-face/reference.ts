import { type Reference, unfit } from "../reference.ts"

const repositoryPattern =
  /^\/((?:(?:datasets|spaces)\/)?[\w.-]+(?:\/[\w.-]+)?)(?:\/(.*))?$/

/** First parts of paths that are no owner of repositories. */
const pages = new Set([
  "blog",
  "chat",
  "collections",
  "docs",
  "enterprise",
  "join",
  "learn",
  "login",
  "models",
  "new",
  "organizations",
  "papers",
  "posts",
  "pricing",
  "search",
  "settings",
  "tasks",
])

/** What a path of Hugging Face is the address of. */
export function huggingFaceReference(written: string): Reference {
  const path = written.replace(/^\/api\/models(?=\/)/, "").replace(/\/+$/, "")
  const [, first = ""] = /^\/([^/]*)/.exec(path) ?? []
  if (first === "" || pages.has(first)) {
    return unfit("the page is of no repository")
  }
  const acted =
    /^\/(?<repository>(?:(?:datasets|spaces)\/)?[^/]+(?:\/[^/]+)?)\/(?<action>blame|blob|raw|resolve|tree)(?:\/(?<rest>.*))?$/.exec(
      path,
    )?.groups
  if (acted === undefined) {
    const [, repository, page] = repositoryPattern.exec(path) ?? []
    const whole =
      page === undefined || /^(?:commits?|discussions|revision)\b/.test(page)
    if (repository === undefined || !repository.includes("/") || !whole) {
      return unfit("the page is of no repository and no file in one")
    }
    return repositoryOf(repository, "main", "")
  }
  const { action = "", repository = "", rest = "" } = acted
  const { inside, revision } = split(rest, action === "tree")
  if (inside === "" || action === "tree") {
    return repositoryOf(repository, revision, inside)
  }
  return { is: "hugging-face-file", path: inside, repository, revision }
}

function repositoryOf(
  repository: string,
  revision: string,
  folder: string,
): Reference {
  return { folder, is: "hugging-face-repository", repository, revision }
}

/**
 * A revision and what is below it. One of Hugging Face's own references has
 * slashes; a file alone, as `/resolve/x.safetensors`, is of the main one.
 */
function split(rest: string, isFolder: boolean) {
  const parts = rest
    .split("/")
    .filter((part) => part !== "")
    .map(decoded)
  const own = parts[0] === "refs" && /^(?:convert|pr)$/.test(parts[1] ?? "")
  const taken = own ? 3 : 1
  const alone = !isFolder && parts.length === 1 && /\.\w+$/.test(parts[0] ?? "")
  if (alone) return { inside: parts[0] ?? "", revision: "main" }
  return {
    inside: parts.slice(taken).join("/"),
    revision: parts.slice(0, taken).join("/") || "main",
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
