import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { referencePage } from "./reference/page.ts"
import { root } from "./tree.ts"

// `node build/reference.ts`, after a change of a command: writes the page that
// `npm run check -- reference` compares.
await import("./build.ts")
await writeFile(join(root, "docs", "reference.md"), await referencePage(root))
