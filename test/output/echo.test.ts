import { spawn, spawnSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"

const driver = join(import.meta.dirname, "tree-driver.ts")
const noPty = spawnSync("script", ["--version"]).status !== 0

/** Runs the tree on a terminal; types each line once a text is there. */
function typed(...lines: readonly (readonly [string, string])[]) {
  const command = `stty cols 80 rows 24; exec ${process.execPath} ${driver}`
  const child = spawn("script", ["-qec", command, "/dev/null"])
  const left = [...lines]
  let text = ""
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk
    const [wanted, line] = left[0] ?? []
    if (wanted === undefined || !text.includes(wanted)) return
    left.shift()
    child.stdin.write(`${line}\n`)
  })
  return new Promise<string>((resolve) => {
    child.on("close", () => resolve(text))
  })
}

test.skipIf(noPty)(
  "what is typed during the tree isn't echoed into it, afterwards it is",
  async () => {
    const text = await typed(["waiting", "ghost"], ["over", "visible"])
    expect(text).toContain("it was typed")
    expect(text).toContain("visible")
    expect(text).not.toContain("ghost")
  },
)
