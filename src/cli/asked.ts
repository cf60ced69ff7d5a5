/**
 * A line that a person types after a question, trimmed. Errors: an
 * `AbortError` at Ctrl-C, at the end of what is typed, or by the signal.
 */
export async function asked(
  question: string,
  signal: AbortSignal,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  const { createInterface } = await import("node:readline/promises")
  const asking = createInterface({ input: process.stdin, output })
  // Ctrl-C, and the end of what is typed.
  const given = new AbortController()
  asking.on("close", () => given.abort())
  try {
    const either = AbortSignal.any([signal, given.signal])
    return (await asking.question(question, { signal: either })).trim()
  } finally {
    asking.close()
  }
}

/** Whether an error says that a person left a question unanswered. */
export function isLeft(error: unknown): boolean {
  const name = error instanceof Error ? error.name : ""
  return ["AbortError", "ExitPromptError"].includes(name)
}
