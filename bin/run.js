#!/usr/bin/env node
// The compile cache must be on before the program is imported.
import module from "node:module"

const version = process.versions.node
if (Number.parseInt(version, 10) >= 24) {
  module.enableCompileCache()
  await import(new URL("../dist/run.js", import.meta.url).href)
} else {
  console.error(`sdops needs Node 24 or newer; this is ${version}`)
  process.exitCode = 1
}
