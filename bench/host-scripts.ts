import { readFile } from "node:fs/promises"
import type { LoadHook } from "node:module"
import { fileURLToPath } from "node:url"
import { filesOf } from "../build/host-parts.ts"

/** Loads a script of hosts as text, as the bundle has it; a hook of Node. */
export const load: LoadHook = async (url, context, next) => {
  if (!url.endsWith(".sh")) return next(url, context)
  const files = await filesOf(fileURLToPath(url))
  const parts = await Promise.all(files.map((file) => readFile(file, "utf8")))
  const source = `export default ${JSON.stringify(parts.join("\n"))}`
  return { format: "module", shortCircuit: true, source }
}
