import { readFile } from "node:fs/promises"

/** A rolldown and Vite plugin: `import probe from "./probe.sh"` is its text. */
export const textFiles = {
  name: "sdops-text-files",
  async load(id: string) {
    if (!id.endsWith(".sh")) return null
    const text = await readFile(id, "utf8")
    return { code: `export default ${JSON.stringify(text)}`, moduleType: "js" }
  },
} as const
