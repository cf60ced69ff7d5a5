import type { Question } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { again } from "./again.ts"
import { asked, isLeft } from "./asked.ts"
import { oneLine } from "../remote/one-line.ts"
import type { Reader } from "../output/reader.ts"

export type Consent = {
  /** `--yes`: what is asked is answered with yes, a reboot aside. */
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
    const byYes = question.typed === undefined && question.flag !== "--reboot"
    if (consent.yes && byYes) return
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
  const message = oneLine(`${question.host}: ${question.text}`)
  const { typed } = question
  try {
    if (typed !== undefined) return await isTyped(message, typed, consent)
    const { default: confirm } = await import("@inquirer/confirm")
    return await reader.ask(question.host, (output) =>
      confirm(
        // Its own sign is blue, which no black screen shows.
        { default: false, message, theme: { prefix: "?" } },
        { output, signal },
      ),
    )
  } catch (error) {
    if (!isLeft(error)) throw error
    consent.stop()
    const state = `${question.host} was at a question; nothing was changed`
    throw fail("interrupted", { state }, { host: question.host })
  }
}

/** Whether a person types just what is wanted. */
async function isTyped(
  message: string,
  typed: string,
  { reader, signal }: Consent,
): Promise<boolean> {
  const question = `${message}? Type ${typed} to do so: `
  return reader.ask(
    typed,
    async (output) => (await asked(question, signal, output)) === typed,
  )
}
