import { createHash } from "node:crypto"
import {
  type Answer,
  askSite,
  broken,
  type Question,
  type SiteContext,
} from "./ask.ts"
import { chunksOf, CutShort } from "./body.ts"
import { sizeOf } from "./size.ts"

/** A file that went by once, in memory of constant size. */
export type Streamed = {
  /** Its first bytes. */
  readonly head: Buffer
  /** Hex. */
  readonly sha256: string
  readonly size: number
}

/** Bytes that are kept of a file's beginning. */
export const headSize = 1024 * 1024

/** How often it may be cut without a byte more in between. */
const mostCuts = 5

type Progress = (done: number, all: number | undefined) => void

/** What an answer was refused for, before its body: `undefined`, it is fine. */
type Judge = (answer: Answer) => Promise<void>

/**
 * Downloads a file, hashes it and keeps its beginning only. Where the download
 * is cut, it goes on from there. `judge` throws for an answer that isn't the
 * file. Errors: `modelSite`, `modelRateLimit`, `interrupted`, those of `judge`.
 */
export async function streamFile(
  question: Question,
  judge: Judge,
  progress: Progress,
  context: SiteContext,
): Promise<Streamed> {
  const hash = createHash("sha256")
  const head: Uint8Array[] = []
  let done = 0
  let all: number | undefined
  let version: string | undefined
  let cuts = 0
  for (;;) {
    const answer = await askSite(from(done, version, question), context)
    await judge(answer)
    const at = placeOf(answer, done, question)
    const size = sizeOf(answer.response)
    if (all !== undefined && size !== undefined && size !== all) {
      answer.end()
      throw broken(question, "the file changed during the download")
    }
    all ??= size
    version ??= answer.response.headers.get("etag") ?? undefined
    // A server that can't go on begins anew; what is known already is passed.
    let pass = done - at
    const before = done
    const whole = await through(answer, context, (chunk) => {
      const fresh = chunk.subarray(Math.min(pass, chunk.length))
      pass -= chunk.length - fresh.length
      if (fresh.length === 0) return
      hash.update(fresh)
      if (done < headSize) head.push(fresh)
      done += fresh.length
      progress(done, all)
    })
    if (whole && (all === undefined || done >= all)) break
    cuts = done > before ? 0 : cuts + 1
    if (cuts > mostCuts) {
      throw broken(question, `the download was cut at ${done} bytes`)
    }
  }
  const beginning = Buffer.concat(head).subarray(0, headSize)
  return { head: beginning, sha256: hash.digest("hex"), size: done }
}

/** Whether an answer came to its end. */
async function through(
  answer: Answer,
  context: SiteContext,
  take: (chunk: Uint8Array) => void,
): Promise<boolean> {
  try {
    for await (const chunk of chunksOf(answer, context)) take(chunk)
    return true
  } catch (error) {
    if (error instanceof CutShort) return false
    throw error
  }
}

function from(
  done: number,
  version: string | undefined,
  question: Question,
): Question {
  if (done === 0) return question
  // A weak one says nothing of bytes.
  const strong = version?.startsWith('"') === true
  return {
    ...question,
    headers: {
      ...question.headers,
      range: `bytes=${done}-`,
      ...(strong && { "if-range": version }),
    },
  }
}

/** Where an answer's body begins in the file. */
function placeOf({ end, response }: Answer, done: number, asked: Question) {
  if (response.status !== 206) return 0
  const range = response.headers.get("content-range") ?? ""
  const at = Number(/^bytes (\d+)-/.exec(range)?.[1] ?? Number.NaN)
  if (at <= done) return at
  end()
  throw broken(asked, "it sends another part of the file than was asked for")
}
