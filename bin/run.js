#!/usr/bin/env node
// The compile cache must be on before the program is imported.
import { existsSync } from "node:fs"
import module from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const file = fileURLToPath(import.meta.url)
const root = dirname(dirname(file))
const version = process.versions.node

/** @param {string} sentence */
function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

async function start() {
  // A checkout has what fetches Node and makes the program; a package is made.
  const isCheckout = existsSync(join(root, "build"))
  if (isCheckout && !existsSync(join(root, "dist", "run.js")))
    return stop(`sdops isn't built yet: npm run build --prefix ${root}`)
  if (Number.parseInt(version, 10) >= 24) {
    module.enableCompileCache()
    await import(new URL("../dist/run.js", import.meta.url).href)
    return
  }
  if (!isCheckout)
    return stop(
      `sdops needs Node 24 or newer; this is ${version}. ` +
        "Get it from https://nodejs.org/en/download",
    )
  const { installedNode } = await import("./install.js")
  const { handOver } = await import("./hand-over.js")
  handOver(await installedNode(root), [file, ...process.argv.slice(2)], stop)
}

await start()
