import type { SystemStats } from "../apps/comfyui/answers.ts"
import { SdopsError } from "../errors/sdops-error.ts"

export type AppAnswer =
  | { readonly how: "answered"; readonly stats: SystemStats | undefined }
  /** It gave no answer in time, and was at work meanwhile. */
  | { readonly how: "late" }
  | { readonly how: "not-asked"; readonly because: string }
  | { readonly how: "silent"; readonly said: string; readonly url: string }

export type AppQuestion = {
  /** Seconds of CPU that the app has used; undefined: nobody counts them. */
  readonly cpu: () => Promise<number | undefined>
  readonly look: () => Promise<SystemStats | undefined>
  readonly url: string
}

/** Less of a CPU than a process has that computes on a busy machine. */
const idle = 0.01

/**
 * Asks an app, and once more where its answer is late. An app that is late
 * again has a fault where it stands still; one that has used the CPU meanwhile
 * is busy, or its host is. Errors: those of `cpu`.
 */
export async function askApp(question: AppQuestion): Promise<AppAnswer> {
  const first = await askOnce(question)
  if (!("error" in first) || !isLate(first.error)) return told(first, question)
  const [before, start] = [await question.cpu(), performance.now()]
  const second = await askOnce(question)
  if (!("error" in second) || !isLate(second.error))
    return told(second, question)
  const after = await question.cpu()
  const seconds = (performance.now() - start) / 1000
  const isCounted = before !== undefined && after !== undefined
  const works = isCounted && after - before > idle * seconds
  return works ? { how: "late" } : told(second, question)
}

type Asked =
  | { readonly error: unknown }
  | { readonly stats: SystemStats | undefined }

async function askOnce({ look }: AppQuestion): Promise<Asked> {
  try {
    return { stats: await look() }
  } catch (error) {
    return { error }
  }
}

function told(asked: Asked, { url }: AppQuestion): AppAnswer {
  if (!("error" in asked)) return { how: "answered", stats: asked.stats }
  return { how: "silent", said: say(asked.error), url }
}

/** Whether it, or what is behind it, is that no answer came in time. */
function isLate(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === "TimeoutError" || isLate(error.cause)
}

function say(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const why = error instanceof SdopsError ? error.because : []
  return [error.message, ...why].join(": ")
}
