/**
 * The words of an ExecStart, unquoted as systemd does (systemd.service(5),
 * "Command lines"). Undefined where a variable or a specifier decides.
 */
export function startWords(line: string): readonly string[] | undefined {
  const words: string[] = []
  for (const [part] of line.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|\S+/gu)) {
    const word = unquoted(part)
    if (word === undefined || /(?<!%)(?:%%)*%[^%]/u.test(word)) return undefined
    if (/(?<!\$)(?:\$\$)*\$[\w{]/u.test(word)) return undefined
    words.push(word.replaceAll("%%", "%").replaceAll("$$", "$"))
  }
  return words
}

function unquoted(part: string): string | undefined {
  if (part.startsWith("'")) return part.slice(1, -1)
  if (!part.startsWith('"')) return part
  try {
    const word: unknown = JSON.parse(part)
    return typeof word === "string" ? word : undefined
  } catch {
    return undefined
  }
}
