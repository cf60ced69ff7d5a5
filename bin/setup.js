// Runs a script of this repository with everything that it needs:
//   node bin/setup.js SCRIPT.ts [argument …]
// Node 24 or newer and the packages of package-lock.json are fetched once; a
// second run starts at once. Plain JavaScript, because older Nodes start it.
import { spawn } from "node:child_process"
import { dirname, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { installedNode, installedPackages, SetupError } from "./install.js"

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [script, ...rest] = process.argv.slice(2)
const signals = /** @type {const} */ (["SIGHUP", "SIGINT", "SIGTERM"])

/**
 * Runs the script under another Node with the same streams, signals and end.
 * @param {string} node
 * @param {string} file
 */
function handOver(node, file) {
  const path = `${dirname(node)}:${process.env.PATH ?? ""}`
  const child = spawn(node, [file, ...rest], {
    env: { ...process.env, PATH: path },
    stdio: "inherit",
  })
  // A terminal sends Ctrl-C to the child as well; twice would mean "now".
  const { stderr, stdin, stdout } = process
  const terminal = stderr.isTTY || stdin.isTTY || stdout.isTTY
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal === "SIGTERM" || !terminal) child.kill(signal)
    })
  }
  child.on("error", (error) => stop(`cannot start ${node}: ${error.message}`))
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

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
  if (node !== process.execPath) return handOver(node, file)
  process.env.PATH = `${dirname(node)}:${process.env.PATH ?? ""}`
  process.argv = [node, file, ...rest]
  await import(pathToFileURL(file).href)
}

start().catch((error) => {
  if (error instanceof SetupError) stop(error.message)
  process.stderr.write(`${error?.stack ?? error}\n`)
  process.exit(1)
})
