import type { Kind } from "./kind.ts"

/**
 * What a site sends instead of a file, by the rule of nix/lib/refuse-page.sh:
 * a model has a NUL early on, text never has one. Undefined: it isn't such.
 */
export function plainText(head: Buffer): Kind | undefined {
  const begin = head.subarray(0, 512)
  if (begin.includes(0)) return undefined
  const text = begin
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trimStart()
  const how = sent(text.toLowerCase())
  return how === undefined
    ? undefined
    : { begin: text.slice(0, 120), how, is: "page" }
}

function sent(text: string): string | undefined {
  if (/^<(?:!doctype html|html|head|body)/.test(text)) return "a web page"
  if (/^<[a-z!?]/.test(text)) return "a page (XML)"
  if (text.startsWith("{")) return "an answer in JSON"
  if (text.startsWith("version https://git-lfs")) {
    return "Git LFS's pointer to the file"
  }
  return undefined
}
