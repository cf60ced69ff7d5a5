import { z } from "zod"
import { hash } from "./model.ts"
import { text } from "./text.ts"

/** A repository of a custom node at a commit; `hash` is SRI afterwards. */
export const customNode = z.strictObject({
  hash,
  rev: text(/^[0-9a-f]{40}$/, "a commit of 40 hex digits"),
  url: text(
    /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+\/?$/,
    "a repository, such as https://github.com/owner/name",
  ),
})

/** The folder's name; ComfyUI skips one that ends so. */
export const nodeName = text(
  /^(?!.*\.disabled$)[A-Za-z0-9_][A-Za-z0-9_.-]*$/,
  "a folder's name of letters, digits, _ . and -",
)
