/** What a terminal, a shell or a person could take for something else. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u

/** What git runs or reads by itself, as any file system may spell it. */
const git = /^(?:\.git|git~\d+)[. ]*$/iu

/** Bytes of one name: what every file system takes. */
const longest = 255

/**
 * Why a path that somebody else named, below a folder of ours, mustn't become
 * a file there; undefined: it may.
 */
export function unfitPath(path: string): string | undefined {
  if (path === "") return "it is empty"
  if (path.startsWith("/")) return "it is absolute"
  if (path.includes("\\")) return "it has a backslash"
  if (invisible.test(path)) return "it has characters that can't be seen"
  for (const name of path.split("/")) {
    if (name === "") return "it has an empty name"
    if (name === "." || name === "..") return `it has the name ${name}`
    if (git.test(name)) return "it is in a folder of git's own"
    if (Buffer.byteLength(name) > longest) return "it has too long a name"
  }
  return undefined
}
