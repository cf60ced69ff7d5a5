import { writeSync } from "node:fs"
import { Died } from "./died.ts"

/** How a program prints on stderr. */
export type Voice = {
  /** Prints a text at once. */
  say(text: string): void
  /** Prints one line of units, sorted; nothing if there are none. */
  units(words: string, units: Iterable<string>): void
}

/** A reader that has gone is nobody's error: it goes on. */
export const perlVoice: Voice = {
  say(text) {
    write(text)
  },
  units(words, units) {
    const names = [...units].sort()
    if (names.length > 0) write(`${words}: ${names.join(", ")}\n`)
  },
}

/** Without a reader it panics at its next word, and can't even say so. */
export const rustVoice: Voice = {
  say(text) {
    if (!write(text)) throw new Died("", 101)
  },
  units(words, units) {
    const names = [...units].sort(byLowerCase)
    if (names.length > 0) rustVoice.say(`${words}: ${names.join(", ")}\n`)
  },
}

function byLowerCase(one: string, other: string): number {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Returns false when nobody reads any more. */
function write(text: string): boolean {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(2, rest))
    } catch (error) {
      // A pipe set to non-blocking by somebody else: try again.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return false
    }
  }
  return true
}
