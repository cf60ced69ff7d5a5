import { fail } from "../errors/fail.ts"
import type { Found } from "./found.ts"
import type { Answer, Question } from "./http/ask.ts"
import { peekFile } from "./http/peek.ts"
import { streamFile } from "./http/stream.ts"
import { folderOf } from "./look/folder.ts"
import { judge } from "./look/judge.ts"
import type { Kind } from "./look/kind.ts"
import { kindOf } from "./look/kind-of.ts"
import { extensionOf } from "./name.ts"
import { refusal } from "./refusal.ts"
import type { Search } from "./search.ts"
import { asked, knownSites } from "./site.ts"

/** A model file that was looked at. */
export type Examined = {
  readonly fileName: string
  /** By its content; undefined: that doesn't say. */
  readonly folder: string | undefined
  readonly format: string
  /** How it was pickled; undefined for what runs no code. */
  readonly pickle: string | undefined
  /** Hex. */
  readonly sha256: string
  /** Bytes. */
  readonly size: number
}

/** Bytes done, of how many. */
export type Progress = (done: number, all: number | undefined) => void

/**
 * Looks at a file where its site has it: the beginning, and all of it where
 * the site doesn't tell its hash. Nothing is kept. Errors: `modelUnfit` for
 * what isn't a sound model, and those of `findModel`.
 */
export async function examine(
  found: Found,
  search: Search,
  progress: Progress,
): Promise<Examined> {
  const { context, sites } = search
  const question: Question = {
    site: siteNameOf(found),
    token: await search.token(found.site),
    url: asked(found.url, sites),
  }
  let fileName = found.fileName
  const mustBeFile = async (answer: Answer) => {
    const { headers, status } = answer.response
    if (status !== 200 && status !== 206) {
      const at = { ...search, gate: found.gate, page: found.page }
      throw await refusal(answer, question, at)
    }
    if (extensionOf(fileName) === "") {
      fileName = attachedName(headers) ?? fileName
    }
  }
  const peek = (bytes: number) => peekFile(question, bytes, mustBeFile, context)
  const begun = await peek(0)
  const { size = found.size } = begun
  let { head } = begun
  let kind = kindOf(head)
  if (kind.is === "safetensors-begun") {
    ;({ head } = await peek(kind.needs))
    kind = kindOf(head)
  }
  const first = require(kind, fileName, size, search)
  if (found.sha256 !== undefined && size !== undefined) {
    const { sha256 } = found
    return { ...first, fileName, folder: folderOf(kind), sha256, size }
  }
  const whole = await streamFile(question, mustBeFile, progress, context)
  if (found.sha256 !== undefined && whole.sha256 !== found.sha256) {
    const what = `its sha256 is ${whole.sha256}, not ${found.sha256}`
    throw unfit(search, what)
  }
  const judged = require(kind, fileName, whole.size, search)
  const { sha256 } = whole
  return {
    ...judged,
    fileName,
    folder: folderOf(kind),
    sha256,
    size: whole.size,
  }
}

function require(
  kind: Kind,
  fileName: string,
  size: number | undefined,
  search: Search,
) {
  const judged = judge(kind, { extension: extensionOf(fileName), size })
  if ("unfit" in judged) throw unfit(search, judged.unfit)
  return judged
}

function unfit({ shown: url }: Search, what: string): Error {
  return fail("modelUnfit", { url, what })
}

function siteNameOf({ site, url }: Found): string {
  return site === undefined ? new URL(url).host : knownSites[site].name
}

/** The file's name by `Content-Disposition`. */
function attachedName(headers: Headers): string | undefined {
  const said = headers.get("content-disposition") ?? ""
  const name = /filename="?([^";]+)"?/i.exec(said)?.[1]
  return name?.split(/[/\\]/).at(-1)
}
