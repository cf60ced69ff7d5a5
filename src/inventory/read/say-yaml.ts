import type { YAMLError } from "yaml"

type Code = YAMLError["code"]

/** What keeps a text from being YAML, for people. */
const sentences: Readonly<Record<Code, string>> = {
  ALIAS_PROPS: "an alias (*name) takes neither an anchor nor a tag",
  BAD_ALIAS: "an anchor's or alias's name is missing or ends in a colon",
  BAD_COLLECTION_TYPE: "a tag (!name) doesn't fit what follows it",
  BAD_DIRECTIVE: "a line that begins with % is an unknown directive",
  BAD_DQ_ESCAPE: "an unknown backslash escape; single quotes need none",
  BAD_INDENT: "the indentation doesn't fit the lines above",
  BAD_PROP_ORDER: "an anchor or tag stands where its value doesn't follow",
  BAD_SCALAR_START: "a value can't begin with this character; put it in quotes",
  BLOCK_AS_IMPLICIT_KEY:
    "a second key in one line; put a value with a colon in quotes",
  BLOCK_IN_FLOW: "within [] or {}, lists and maps can't use indentation",
  DUPLICATE_KEY: "duplicate key",
  IMPOSSIBLE: "this can't be read",
  KEY_OVER_1024_CHARS: "a key of more than 1024 characters",
  MISSING_CHAR: "a colon, comma, bracket or closing quote is missing",
  MULTILINE_IMPLICIT_KEY:
    "a key can't go over several lines; a colon or a quote may be missing",
  MULTIPLE_ANCHORS: "one value can't have two anchors",
  MULTIPLE_DOCS: "a second --- begins another document; use one file each",
  MULTIPLE_TAGS: "one value can't have two tags",
  NON_STRING_KEY: "a key must be text, not a list or a map",
  RESOURCE_EXHAUSTION: "its aliases expand into far too much",
  TAB_AS_INDENT: "a tab indents this line; YAML takes spaces only",
  TAG_RESOLVE_FAILED: "tags such as !secret aren't supported",
  UNEXPECTED_TOKEN: "this doesn't belong here; a quote may be missing",
}

/** One error or warning of the yaml library, in our words. */
export function sayYaml({ code, message }: YAMLError): string {
  if (message.includes("call stack")) return "nested too deeply"
  if (code === "BAD_INDENT" && message.startsWith("Flow"))
    return "a [ or { isn't closed, or its lines aren't indented"
  return sentences[code]
}

/** Why a text that is YAML has no value: aliases and nesting. */
export function sayUnusable(error: unknown): string {
  if (error instanceof RangeError) return "nested too deeply"
  const message = error instanceof Error ? error.message : String(error)
  if (/excessive alias/i.test(message))
    return "its aliases expand into far too much"
  const [, name] = /^Unresolved alias.*: (\S+)$/.exec(message) ?? []
  if (name !== undefined) return `*${name}: no anchor &${name} stands before it`
  return /alias/i.test(message)
    ? "an alias can't be followed"
    : "it can't be made into a value"
}
