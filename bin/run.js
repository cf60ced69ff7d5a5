#!/usr/bin/env node
// The cache must be on before the program is imported.
import { enableCompileCache } from "node:module"

enableCompileCache()
await import(new URL("../dist/run.js", import.meta.url).href)
