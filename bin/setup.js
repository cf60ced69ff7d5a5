// Runs a script of this repository with everything that it needs:
//   node bin/setup.js SCRIPT.ts [argument …]
// Node 24 or newer and the packages of package-lock.json are fetched once; a
// second run starts at once. Plain JavaScript, because older Nodes start it.
import { dirname, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { handOver } from "./hand-over.js"
import { installedNode, installedPackages, SetupError } from "./install.js"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [script, ...rest] = process.argv.slice(2)
/** @param {string} sentence */
function stop(sentence) {
  process.stderr.write(`sdops set-up: ${sentence}\n`)
  process.exit(1)
}

async function start() {
  if (script === undefined) throw new SetupError("no script was named")
  const node = await installedNode(root)
  await installedPackages(root, node)
  const file = resolve(root, script)
  if (node !== process.execPath) return handOver(node, [file, ...rest], stop)
  process.env.PATH = `${dirname(node)}:${process.env.PATH ?? ""}`
  process.argv = [node, file, ...rest]
  await import(pathToFileURL(file).href)
}

start().catch((error) => {
  if (error instanceof SetupError) stop(error.message)
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(1)
})
