import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { strip } from "../../remote/strip.ts"
import { withoutUrlSecrets } from "../../secret-in-url.ts"
import type { Secret } from "../../secret.ts"
import { pause, waitAsked } from "./patience.ts"

/** What talking to sites needs of a context. */
export type SiteContext = Pick<Context<never>, "limits" | "signal"> & {
  /** Told what is waited for. */
  readonly note: (text: string) => void
}

export type Question = {
  readonly url: string
  /** In messages: civitai, or a host. */
  readonly site: string
  readonly headers?: Readonly<Record<string, string>>
  readonly method?: "GET" | "HEAD"
  /** Sent to this URL's origin alone, whatever it redirects to. */
  readonly token?: Secret | undefined
  /** Whether an answer may be looked for at another origin; else it ends. */
  readonly follow?: "everywhere" | "origin"
}

export type Answer = {
  readonly response: Response
  /** Ends what is still coming. */
  readonly end: () => void
}

const mostRedirects = 10
const mostTries = 5

/**
 * Asks a site, with patience for rate limits, hiccups and redirects. An answer
 * of 4xx is an answer. Errors: `modelSite`, `modelRateLimit`, `interrupted`.
 */
export async function askSite(
  question: Question,
  context: SiteContext,
): Promise<Answer> {
  const { limits, note } = context
  let patience = limits.sitePatience
  for (let tries = 1; ; tries += 1) {
    const outcome = await once(question, context)
    const { lasting, reason, seconds } = judged(outcome, tries)
    if ("answer" in outcome && reason === undefined) return outcome.answer
    if ("answer" in outcome) outcome.answer.end()
    const limit = "answer" in outcome && outcome.answer.response.status === 429
    if (limit && seconds > patience) throw limited(question, seconds)
    if (lasting || tries >= mostTries || seconds > patience) {
      throw broken(question, reason ?? "")
    }
    const wait = `asks to wait ${Math.ceil(seconds)} s`
    note(
      "answer" in outcome
        ? `${question.site} ${wait}`
        : `${question.site}: ${reason}; trying again`,
    )
    patience -= seconds
    await pause(seconds, context)
  }
}

/** Why an outcome is no answer, and how long to wait for another. */
function judged(outcome: Outcome, tries: number) {
  if (!("answer" in outcome)) return { ...outcome, seconds: tries / 4 }
  const { headers, status } = outcome.answer.response
  const reason = status === 429 || status >= 500 ? `HTTP ${status}` : undefined
  const seconds = waitAsked(headers) ?? (status === 429 ? 15 : tries)
  return { lasting: false, reason, seconds }
}

type Outcome =
  | { readonly answer: Answer }
  | { readonly lasting: boolean; readonly reason: string }

async function once(asked: Question, context: SiteContext): Promise<Outcome> {
  const { limits, signal } = context
  const controller = new AbortController()
  const late = AbortSignal.timeout(limits.modelSite * 1000)
  const stop = () => controller.abort()
  late.addEventListener("abort", stop)
  signal.addEventListener("abort", stop)
  const end = () => {
    signal.removeEventListener("abort", stop)
    controller.abort()
  }
  try {
    const response = await followed(asked, controller.signal)
    // From here on, whoever reads watches over its silence.
    late.removeEventListener("abort", stop)
    return { answer: { end, response } }
  } catch (error) {
    end()
    if (signal.aborted) {
      throw fail("interrupted", { state: "nothing was changed" })
    }
    if (late.aborted) {
      return { lasting: false, reason: `no answer in ${limits.modelSite} s` }
    }
    if (!(error instanceof TypeError)) throw error
    return whyOf(error)
  }
}

async function followed(
  { follow = "everywhere", headers, method = "GET", token, url }: Question,
  signal: AbortSignal,
): Promise<Response> {
  let at = new URL(url)
  const { origin } = at
  let bearer = token
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const response = await fetch(at.href, {
      headers: {
        // Sizes and ranges are the file's own.
        "accept-encoding": "identity",
        "user-agent": "sdops",
        ...headers,
        ...(bearer && { authorization: `Bearer ${bearer.reveal()}` }),
      },
      method,
      redirect: "manual",
      signal,
    })
    const to = response.headers.get("location")
    if (response.status < 300 || response.status > 399 || to === null) {
      return response
    }
    const next = URL.canParse(to, at.href) ? new URL(to, at) : undefined
    if (next === undefined || !/^https?:$/.test(next.protocol)) {
      throw new TypeError("it redirects to what is no http or https URL")
    }
    if (next.origin !== origin) bearer = undefined
    if (next.origin !== at.origin && follow === "origin") return response
    // A page that asks for a login is an answer, and not the file.
    if (/^\/(?:auth\/|login|sign-?in)/i.test(next.pathname)) return response
    await response.body?.cancel()
    at = next
  }
  throw new TypeError(`it redirects more than ${mostRedirects} times`)
}

/** fetch hides the real reason in its cause. */
function whyOf(error: TypeError): { lasting: boolean; reason: string } {
  const { cause } = error
  if (!(cause instanceof Error)) return { lasting: true, reason: error.message }
  const code = "code" in cause ? String(cause.code) : ""
  switch (code) {
    case "ECONNREFUSED":
      return { lasting: true, reason: "connection refused" }
    case "EAI_AGAIN":
    case "ENOTFOUND":
      return { lasting: true, reason: "the name does not resolve" }
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return { lasting: true, reason: "no route to host" }
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return { lasting: false, reason: "the connection was cut" }
    default:
      return { lasting: true, reason: cause.message || code || error.message }
  }
}

export function broken({ site, url }: Question, reason: string): Error {
  const shown = withoutUrlSecrets(url)
  return fail("modelSite", { reason: strip(reason), site, url: shown })
}

function limited({ site, url }: Question, seconds: number): Error {
  return fail("modelRateLimit", { seconds, site, url: withoutUrlSecrets(url) })
}
