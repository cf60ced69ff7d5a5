import { quote } from "../quote.ts"

/**
 * This command line as it would be typed again, with other values of some
 * flags; oclif takes a flag once only.
 */
export function again(
  words: readonly string[],
  flags: Readonly<Record<string, string>> = {},
): string {
  const names = Object.keys(flags).map((name) => `--${name}`)
  const kept = words.filter(
    (word, at) =>
      !names.some(
        (name) =>
          [word, words[at - 1]].includes(name) || word.startsWith(`${name}=`),
      ),
  )
  const added = Object.entries(flags).map(([name, value]) => [
    `--${name}`,
    value,
  ])
  const quoted = [...kept, ...added.flat()].map((word) =>
    /^[\w@%+=:,./-][\w@%+=:,./#-]*$/.test(word) ? word : quote(word),
  )
  return ["sdops", ...quoted].join(" ")
}
