import prettyBytes from "pretty-bytes"
import { oneLine } from "../remote/one-line.ts"
import type { Found } from "./found.ts"

const width = 76

/**
 * What a person wants to know of a declared model, as lines of a comment. All
 * of it is a stranger's text: one line each, nothing that can't be seen.
 */
export function commentOn(
  found: Pick<
    Found,
    "baseModel" | "licence" | "page" | "title" | "trainedWords"
  > & { readonly size: number },
): readonly string[] {
  const { baseModel, licence, page, size, title, trainedWords } = found
  const words = trainedWords.map(oneLine).filter((word) => word !== "")
  const head = [title, prettyBytes(size)].filter((one) => one !== undefined)
  return [
    head.join(", "),
    baseModel && `base model: ${baseModel}`,
    licence && `licence: ${licence}`,
    words.length > 0 && `trained words: ${words.join(", ")}`,
    page,
  ]
    .filter((line) => typeof line === "string" && line !== "")
    .flatMap((line) => lines(oneLine(String(line)).slice(0, 600)))
}

/** Broken at blanks; what goes on is set in. */
function lines(text: string): readonly string[] {
  const all: string[] = []
  let line = ""
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= width) {
      all.push(line)
      line = `  ${word}`
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...all, line]
}
