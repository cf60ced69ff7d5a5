import { writeSync } from "node:fs"

/**
 * Prints on stderr at once. A reader that has gone is nobody's error: the real
 * program goes on too.
 */
export function say(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(2, rest))
    } catch (error) {
      // A pipe set to non-blocking by somebody else: try again.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return
    }
  }
}

/** One line of units, sorted; nothing if there are none. */
export function sayUnits(words: string, units: Iterable<string>): void {
  const names = [...units].sort()
  if (names.length > 0) say(`${words}: ${names.join(", ")}\n`)
}
