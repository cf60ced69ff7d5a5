import type { Question } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { again } from "./again.ts"
import { oneLine } from "../remote/one-line.ts"
import type { Reader } from "../output/reader.ts"

export type Consent = {
  /** `--yes`: whatever is asked is answered with yes. */
  readonly yes: boolean
  /** Whether a person is there: stdin and stderr are terminals. */
  readonly person: boolean
  readonly reader: Pick<Reader, "ask">
  readonly signal: AbortSignal
  /** Ctrl-C in a question stops as it does elsewhere. */
  readonly stop: () => void
}

/**
 * Asks a person, one question at a time; the default is no. Errors: `needsYes`
 * when nobody is there or the answer is no, `interrupted`.
 */
export function confirmation(
  consent: Consent,
): (question: Question) => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return async (question) => {
    if (consent.yes) return
    const mine = last.then(() => answer(question, consent))
    last = mine.catch(() => {})
    if (await mine) return
    const { flag, host, text } = question
    const line = again(process.argv.slice(2))
    throw fail("needsYes", { again: line, flag, question: text }, { host })
  }
}

async function answer(question: Question, consent: Consent): Promise<boolean> {
  const { person, reader, signal } = consent
  if (!person) return false
  signal.throwIfAborted()
  const { default: confirm } = await import("@inquirer/confirm")
  const message = oneLine(`${question.host}: ${question.text}`)
  try {
    return await reader.ask(question.host, (output) =>
      confirm({ default: false, message }, { output, signal }),
    )
  } catch (error) {
    const name = error instanceof Error ? error.name : ""
    if (name !== "ExitPromptError") throw error
    consent.stop()
    const state = `${question.host} was at a question; nothing was changed`
    throw fail("interrupted", { state }, { host: question.host })
  }
}
