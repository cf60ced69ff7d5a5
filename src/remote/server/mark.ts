import type { Collector, CollectOptions } from "../../collect.ts"
import { collector } from "../../collect.ts"
import { untilMark } from "./until-mark.ts"

/**
 * What a script's answer lies between, on each stream. Only one request knows
 * it, so that nothing which a login shell, PAM or sudo print is taken for an
 * answer of ours. `serve.sh` says it.
 */
export type Mark = { readonly begin: string; readonly end: string }

/** A mark for one request, by its id. */
export function markOf(id: string): Mark {
  return { begin: `sdops-begin-${id}`, end: `sdops-end-${id}\0` }
}

type Options = CollectOptions & {
  /** The answer's own bytes, as they come. */
  readonly onBytes?: ((bytes: Buffer) => void) | undefined
}

/** One stream of an answer, as far as it has come. */
export type AnswerReader = {
  readonly write: (chunk: Buffer) => void
  /** What stands behind `begin` on its line; undefined before it has come. */
  readonly head: () => string | undefined
  /** What stands behind `end`; undefined before it has come. */
  readonly foot: () => string | undefined
  /** The script's own output; before it has begun, what was said instead. */
  readonly text: () => string
}

/** How much of what is said before an answer is kept, as evidence. */
const noiseKept = 65_536

/**
 * Reads one stream of an answer, in pieces of any size: what comes before it is
 * dropped, and it ends at its mark whatever may follow.
 */
export function answerReader(mark: Mark, options: Options): AnswerReader {
  const tail = Math.min(noiseKept, options.most)
  const { most, onBytes, onFlood } = options
  const noise = collector({ most, onFlood, tail })
  let own: Collector | undefined
  let head: string | undefined
  let foot: string | undefined

  type Part = (chunk: Buffer) => void
  const part = (text: string, pass: Part, next: () => Part): Part => {
    const look = untilMark(text)
    return (chunk) => {
      const { after, before } = look(chunk)
      if (before.length > 0) pass(before)
      if (after === undefined) return
      read = next()
      read(after)
    }
  }
  const words = (text: string, done: (said: string) => Part): Part => {
    const line = collector({ most: 1024, onFlood })
    return part(text, line.write, () => done(line.text()))
  }
  let read: Part = part(mark.begin, noise.write, () =>
    words("\n", (said) => {
      head = said.trim()
      own = collector(options)
      return part(mark.end, pass, () =>
        words("\0", (code) => {
          foot = code
          return () => {}
        }),
      )
    }),
  )
  return {
    foot: () => foot,
    head: () => head,
    text: () => (own ?? noise).text(),
    write: (chunk) => read(chunk),
  }

  function pass(bytes: Buffer): void {
    own?.write(bytes)
    onBytes?.(bytes)
  }
}
