import { once } from "node:events"
import { generateKeyPair } from "../src/nix/cache/signing-key.ts"
import { httpCache } from "../test/lab/http-cache.ts"
import { putPath } from "../test/lab/put-path.ts"
import { labFrom } from "../test/lab/settings.ts"
import { askedPaths } from "./asked-paths.ts"

// A process of its own: a cache with every second path, whose URL the one that
// has started it is told, and with which it ends.
await using cache = await httpCache(labFrom(process.env))
const key = generateKeyPair("rehearsal-1")
for (const [at, path] of askedPaths.entries()) {
  if (at % 2 === 0) putPath(cache, path, { key })
}
process.send?.(cache.url)
await once(process, "disconnect")
