import { posix } from "node:path"
import { packageName } from "./package-name.ts"

/** What one custom node asks Python's package index for. */
export type Requirement = {
  /** Normalised. */
  readonly name: string
  /** As pip takes it: name, extras, versions, marker. */
  readonly text: string
}

export type Requirements = {
  readonly requirements: readonly Requirement[]
  /** Lines that choose an index or how pip works, which isn't theirs to say. */
  readonly ignored: readonly string[]
  /** `file: line` of what no wheel can be locked for, and why. */
  readonly unfit: readonly Unfit[]
}

export type Unfit = {
  readonly file: string
  readonly line: string
  readonly because: string
}

/** Whose value is a file that is read too. */
const follows = /^(?:-r\s*|--requirement(?:\s+|=))(\S+)$/
const editable = /^(?:-e|--editable)\b/
const repository = /^(?:[^@;]+@\s*)?(?:git|hg|bzr|svn)\+/
const wheelUrl =
  /^[A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?\s*@\s*https:\/\/\S+\.whl/
const named = /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:$|[[(;<>=!~])/

/**
 * What a node's requirement files say, beginning with one of them. In: their
 * texts, by path from the node's folder. Source of the format: pip,
 * reference/requirements-file-format.
 */
export function readRequirements(
  files: ReadonlyMap<string, string>,
  from = "requirements.txt",
): Requirements {
  const requirements = new Map<string, Requirement>()
  const ignored: string[] = []
  const unfit: Unfit[] = []
  const seen = new Set<string>()
  read(from)
  return {
    ignored,
    requirements: [...requirements.values()].toSorted(byText),
    unfit,
  }

  function read(file: string): void {
    if (seen.has(file)) return
    seen.add(file)
    for (const line of linesOf(files.get(file) ?? "")) take(file, line)
  }

  function take(file: string, line: string): void {
    const next = follows.exec(line)?.[1]
    const name = (named.exec(line) ?? wheelUrl.exec(line))?.[0]
    if (next !== undefined) {
      const path = posix.join(posix.dirname(file), next)
      if (files.has(path)) read(path)
      else unfit.push({ because: "no such file", file, line })
    } else if (editable.test(line) || repository.test(line)) {
      unfit.push({ because: "a repository has no wheel", file, line })
    } else if (line.startsWith("-")) {
      ignored.push(line)
    } else if (name === undefined) {
      unfit.push({ because: "not a package from an index", file, line })
    } else {
      const requirement = requirementOf(line)
      requirements.set(requirement.text, requirement)
    }
  }
}

/** In: one line, such as `gguf>=0.9; python_version < "3.13"`. */
function requirementOf(line: string): Requirement {
  const [name = line] = /^[\w.-]+/.exec(line) ?? []
  return { name: packageName(name), text: line }
}

/** Lines without comments, blanks, continuations and hashes. */
function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .map((line) =>
      line
        .replace(/(?:^|\s)#.*$/, "")
        .replace(/\s--hash[=\s]\S+/g, "")
        .replace(/\s+/g, " ")
        .trim(),
    )
    .filter((line) => line !== "")
}

function byText(a: Requirement, b: Requirement): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0
}
