import { fail } from "../errors/fail.ts"
import { strip } from "../remote/strip.ts"
import { withoutUrlSecrets } from "../secret-in-url.ts"
import { type Answer, broken, type Question } from "./http/ask.ts"
import { textOf } from "./http/json.ts"
import type { Search } from "./search.ts"
import { knownSites, siteOf } from "./site.ts"

type Asked = Pick<Search, "again" | "context" | "shown" | "sites"> & {
  /** Why the site may refuse the file to an account; undefined: to none. */
  readonly gate: string | undefined
  readonly page?: string | undefined
}

/**
 * Why a site gave no file: a login, terms, nothing there. In: an answer that
 * isn't one of 200. Out: the error for it, with the site's own words.
 */
export async function refusal(
  answer: Answer,
  question: Question,
  search: Asked,
): Promise<Error> {
  const { headers, status } = answer.response
  const url = withoutUrlSecrets(question.url)
  const code = headers.get("x-error-code") ?? ""
  const body = await textOf(answer, 4096, question, search.context)
  const words = strip(headers.get("x-error-message") ?? wordsOf(body))
  const said = words.replaceAll(/\s+/g, " ").trim().slice(0, 200)
  const again = search.again(search.shown)
  const page = search.page ?? search.shown
  if (code === "GatedRepo" && question.token !== undefined) {
    const why = `Hugging Face doesn't give it to this account (${said})`
    return fail("modelGated", { again, page, why })
  }
  const paid = /early access/i.test(said) || search.gate !== undefined
  const refused = status === 401 || status === 402 || status === 403
  if (refused && question.site === "civitai" && paid) {
    const why = search.gate ?? `it is in early access (${said})`
    return fail("modelGated", { again, page, why: `civitai: ${why}` })
  }
  if (refused || (status >= 300 && status < 400)) {
    const site = siteOf(new URL(question.url), search.sites)
    const known = site && knownSites[site]
    const reason =
      status < 400 ? "it sent its login page" : `HTTP ${status} ${said}`.trim()
    return fail("modelLogin", {
      again: known ? again : `${again} --token env:TOKEN`,
      reason,
      site: question.site,
      tokens: known?.tokens ?? `https://${new URL(question.url).host}`,
      variable: known?.variable ?? "TOKEN",
    })
  }
  if (status === 404 || status === 410) {
    const reason = `HTTP ${status} ${said}`.trim()
    return fail("modelMissing", { tries: [], reason, url })
  }
  return broken(question, `HTTP ${status} ${said}`.trim())
}

/** The message of an error in JSON, or the beginning of a text. */
function wordsOf(body: string): string {
  if (/^\s*</.test(body)) return ""
  try {
    const parsed: unknown = JSON.parse(body)
    const said = parsed as { error?: unknown; message?: unknown }
    return [said.error, said.message]
      .filter((one) => typeof one === "string")
      .join(": ")
  } catch {
    return body
  }
}
