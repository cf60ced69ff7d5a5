import { once } from "node:events"
import { createInterface } from "node:readline"
import { defaultLimits } from "../../src/limits.ts"
import { terminal } from "../../src/output/terminal.ts"
import { themeFor } from "../../src/output/theme.ts"

// A tree on a terminal whose only stage lasts until a line was typed; then it
// is over, and one more line is read.
const { env: environment, stderr: stream, stdin } = process
const lines = createInterface({ input: stdin, terminal: false })
const about = { at: "", host: "lithium", stage: "connect" } as const
const theme = themeFor(stream, { colour: false })
const options = { environment, hosts: [about.host], limits: defaultLimits }
const tree = await terminal({ ...options, stream, theme })
tree.emit({ ...about, event: "started", title: "waiting" })
await once(lines, "line")
tree.emit({ ...about, event: "done", seconds: 0, text: "it was typed" })
await tree.close()
process.stdout.write("over\n")
await once(lines, "line")
lines.close()
