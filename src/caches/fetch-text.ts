import { fail } from "../errors/fail.ts"
import type { Context } from "../context.ts"
import { whyOf } from "../nix/cache/http/why.ts"
import { strip } from "../remote/strip.ts"

/** What a URL answered; other codes than these are errors. */
export type Fetched =
  | { readonly text: string }
  | { readonly missing: true }
  /** The code of who wants a login first. */
  | { readonly login: number }

/** Bytes of an answer that are read, unpacked; a page of HTML has more. */
const most = 65_536

/**
 * Gets a small text over HTTP, from this machine; of one without an end, its
 * beginning. Errors: `notACache` of
 * `cache`, with the reason; `interrupted` by the signal.
 */
export async function fetchText(
  url: string,
  cache: string,
  { limits, signal }: Pick<Context<never>, "limits" | "signal">,
): Promise<Fetched> {
  const limit = AbortSignal.timeout(limits.cache * 1000)
  // Ends what is still coming, however this is left.
  using enough = ending()
  try {
    const answer = await fetch(url, {
      redirect: "follow",
      signal: AbortSignal.any([limit, signal, enough.signal]),
    })
    if (answer.status === 404) return { missing: true }
    if (answer.status === 401 || answer.status === 403) {
      return { login: answer.status }
    }
    if (!answer.ok) {
      const reason = `HTTP ${answer.status} ${strip(answer.statusText)}`.trim()
      throw fail("notACache", { reason, url: cache })
    }
    return { text: await beginning(answer) }
  } catch (error) {
    if (signal.aborted) {
      throw fail("interrupted", { state: "nothing was changed" })
    }
    if (limit.aborted) {
      const reason = `no answer within ${limits.cache} s`
      throw fail("notACache", { reason, url: cache })
    }
    if (error instanceof TypeError) {
      throw fail("notACache", { reason: whyOf(error), url: cache })
    }
    throw error
  }
}

async function beginning(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size >= most) break
  }
  return Buffer.concat(chunks).toString("utf8", 0, most)
}

function ending(): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => controller.abort(),
  }
}
