import { fail } from "../errors/fail.ts"
import { fileName } from "../inventory/schema/text.ts"
import { token } from "../inventory/schema/model-sites.ts"
import { quote } from "../quote.ts"
import { shownReference } from "./read-reference.ts"

/** What a person says of a model to declare. */
export type AddWords = {
  readonly folder?: string | undefined
  /** Selectors, or `fleet`: its defaults, which all hosts have. */
  readonly hosts: string
  readonly name?: string | undefined
  /** Whether another file of that name gives way. */
  readonly replace: boolean
  /** A reference. */
  readonly token?: string | undefined
  readonly url: string
}

/** Errors: `usage` for what the inventory wouldn't take. */
export function requireWords({ folder, name, token: reference }: AddWords) {
  const said = { "--folder": folder, "--name": name }
  for (const [flag, value] of Object.entries(said)) {
    const [issue] = fileName.optional().safeParse(value).error?.issues ?? []
    if (issue === undefined) continue
    throw wrong(`${flag} must be ${issue.message}`)
  }
  // Whoever pastes the token itself finds it in the shell's history.
  if (!token.optional().safeParse(reference).success) {
    throw wrong("--token must be env:NAME, file:PATH, age:FILE or cmd:COMMAND")
  }
}

/** The command line, with another address or other flags. */
export function againLine(
  words: Pick<AddWords, "folder" | "hosts" | "name" | "token" | "url">,
  other: Partial<Pick<AddWords, "folder" | "name" | "url">> = {},
): string {
  const { folder, hosts, name, token: reference, url } = { ...words, ...other }
  const flags = { folder, name, token: reference }
  const said = Object.entries(flags).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, word(value)],
  )
  const line = ["sdops", "models add", word(hosts), word(shownReference(url))]
  return [...line, ...said].join(" ")
}

function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : quote(text)
}

function wrong(problem: string): Error {
  return fail("usage", { problem, try: ["sdops models add --help"] })
}
