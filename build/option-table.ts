import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { comfyui } from "./option-table/apps.ts"
import { printTable } from "./option-table/print.ts"
import { tableOf } from "./option-table/table.ts"
import { root } from "./tree.ts"

// `node build/option-table.ts VERSION COMMIT FILE …`, the oldest first: makes
// nix/data/comfyui-options.json from copies of ComfyUI's comfy/cli_args.py.
const words = process.argv.slice(2)
if (words.length === 0 || words.length % 3 !== 0) {
  process.stderr.write("give VERSION COMMIT FILE, once or several times\n")
  process.exit(2)
}
const sources = await Promise.all(
  Array.from({ length: words.length / 3 }, async (_, at) => {
    const [version = "", commit = "", file = ""] = words.slice(at * 3)
    return { commit, text: await readFile(file, "utf8"), version }
  }),
)
const table = tableOf(comfyui, sources)
await writeFile(join(root, "nix/data/comfyui-options.json"), printTable(table))
const count = Object.keys(table.options).length
process.stdout.write(`${count} options\n`)
