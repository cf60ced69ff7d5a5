import { readFile } from "node:fs/promises"
import { filesOf } from "./host-parts.ts"

/** What marks the text of one file, without what it needs. */
const alone = "?alone"

/**
 * A rolldown and Vite plugin: `import probe from "./probe.sh"` is its text
 * behind that of the parts that its header needs. Each part is a module of its
 * own, so that a bundle has it once.
 */
export const textFiles = {
  name: "sdops-text-files",
  async load(id: string) {
    if (id.endsWith(`.sh${alone}`)) {
      const text = await readFile(id.slice(0, -alone.length), "utf8")
      return js(`export default ${JSON.stringify(text)}`)
    }
    if (!id.endsWith(".sh")) return null
    const files = await filesOf(id)
    const imports = files.map(
      (file, at) => `import part${at} from ${JSON.stringify(file + alone)}\n`,
    )
    const parts = files.map((_, at) => `part${at}`).join(', "\\n", ')
    return js(`${imports.join("")}export default "".concat(${parts})`)
  },
  resolveId(id: string) {
    return id.endsWith(`.sh${alone}`) ? id : null
  },
} as const

function js(code: string) {
  return { code, moduleType: "js" } as const
}
