import { glob, readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { dirname, isAbsolute, join } from "node:path"

/** OpenSSH's own limit (READCONF_MAX_DEPTH of its readconf.h). */
const deepest = 16

/**
 * The names that `Host` lines of an ssh_config give, in their order: without
 * patterns and what is excluded, those of `Include`d files among them. Input:
 * the file's path. Errors: those of reading that file; an include that can't
 * be read is passed over, as OpenSSH does.
 */
export async function sshAliases(
  file: string,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const home = environment["HOME"] || homedir()
  const read = async (path: string, depth: number): Promise<string[]> => {
    const lines = (await readFile(path, "utf8")).split(/\r?\n/)
    const names: string[] = []
    for (const [keyword = "", ...words] of lines.map(wordsOf)) {
      if (keyword.toLowerCase() === "host")
        names.push(...words.filter((word) => !/[*?!,]/.test(word)))
      if (keyword.toLowerCase() !== "include" || depth >= deepest) continue
      for (const word of words)
        for (const path of await matching(word, { file, home }))
          names.push(...(await read(path, depth + 1).catch(() => [])))
    }
    return names
  }
  return [...new Set(await read(file, 0))]
}

/** Sorted, as glob(3) has them; relative ones lie beside the user's file. */
async function matching(
  word: string,
  { file, home }: { readonly file: string; readonly home: string },
): Promise<string[]> {
  const path = word.replace(/^~(?=\/)/, home)
  const whole = isAbsolute(path) ? path : join(dirname(file), path)
  return (await Array.fromAsync(glob(whole))).toSorted()
}

/** A line's keyword and arguments; `Keyword=value` and quotes are taken. */
function wordsOf(line: string): string[] {
  const [, keyword = "", rest = ""] =
    /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? []
  const words = [...rest.matchAll(/"([^"]*)"|(#.*)|([^\s"]+)/g)]
  const end = words.findIndex(([, , comment]) => comment !== undefined)
  return [
    keyword,
    ...words
      .slice(0, end < 0 ? words.length : end)
      .map(([, quoted, , bare = ""]) => quoted ?? bare),
  ]
}
