import { fail } from "../../errors/fail.ts"

/**
 * An attribute path as people write it, `users.users."ada.x".home`, as the
 * words of an installable. Errors: `usage`.
 */
export function attributePath(written: string): string {
  const word = /(?:"([^"\\$\n]*)"|([^."\s\\$#]+))(?:\.(?=.)|$)/y
  const names: string[] = []
  while (word.lastIndex < written.length) {
    const found = word.exec(written)
    if (found === null) break
    names.push(found[1] ?? found[2] ?? "")
    if (word.lastIndex === written.length) return names.map(quoted).join(".")
  }
  throw fail("usage", {
    problem:
      `${JSON.stringify(written)} is no attribute of a configuration, ` +
      "such as networking.hostName",
    try: ["sdops eval --help"],
  })
}

function quoted(name: string): string {
  return `"${name}"`
}
