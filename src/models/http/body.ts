import { fail } from "../../errors/fail.ts"
import type { Answer, SiteContext } from "./ask.ts"

/** The bytes of a body ended before their time. */
export class CutShort extends Error {}

/**
 * The chunks of an answer's body, as they come. Errors: `CutShort` when it
 * breaks off, or nothing comes for as long as an answer may take.
 */
export async function* chunksOf(
  { end, response }: Answer,
  { limits, signal }: Pick<SiteContext, "limits" | "signal">,
): AsyncGenerator<Uint8Array> {
  const silence = limits.modelSite * 1000
  let timer = setTimeout(end, silence)
  try {
    for await (const chunk of response.body ?? []) {
      clearTimeout(timer)
      yield chunk
      timer = setTimeout(end, silence)
    }
  } catch (cause) {
    if (signal.aborted) {
      throw fail("interrupted", { state: "nothing was changed" })
    }
    throw new CutShort("the download was cut", { cause })
  } finally {
    clearTimeout(timer)
    end()
  }
}

/** The first bytes of an answer, at most so many; the rest is let go. */
export async function beginningOf(
  answer: Answer,
  most: number,
  context: Pick<SiteContext, "limits" | "signal">,
): Promise<Buffer> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunksOf(answer, context)) {
    kept.push(chunk)
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(kept).subarray(0, most)
}
