import {
  type Answer,
  askSite,
  broken,
  type Question,
  type SiteContext,
} from "./ask.ts"
import { beginningOf, CutShort } from "./body.ts"
import { headSize } from "./stream.ts"
import { sizeOf } from "./size.ts"

/** A file's beginning. */
export type Peeked = {
  readonly head: Buffer
  readonly size: number | undefined
}

/**
 * Fetches a file's first bytes. `judge` throws for an answer that isn't the
 * file. Errors: `modelSite`, `modelRateLimit`, `interrupted`, those of `judge`.
 */
export async function peekFile(
  question: Question,
  bytes: number,
  judge: (answer: Answer) => Promise<void>,
  context: SiteContext,
): Promise<Peeked> {
  const most = Math.max(bytes, headSize)
  const headers = { ...question.headers, range: `bytes=0-${most - 1}` }
  for (let tries = 1; ; tries += 1) {
    const answer = await askSite({ ...question, headers }, context)
    const size = sizeOf(answer.response)
    if (answer.response.status === 416) {
      // No first byte: the file is empty.
      answer.end()
      return { head: Buffer.alloc(0), size: 0 }
    }
    await judge(answer)
    try {
      const head = await beginningOf(answer, most, context)
      return { head, size }
    } catch (error) {
      if (!(error instanceof CutShort)) throw error
      if (tries >= 5) throw broken(question, error.message)
    }
  }
}
