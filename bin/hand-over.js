// Goes on under another Node. Plain JavaScript, because older Nodes start it.
import { spawn } from "node:child_process"
import { dirname } from "node:path"

const signals = /** @type {const} */ (["SIGHUP", "SIGINT", "SIGTERM"])

/**
 * Runs a file under another Node with the same streams, signals and end.
 * @param {string} node
 * @param {readonly string[]} words the file and its arguments
 * @param {(sentence: string) => void} stop
 */
export function handOver(node, words, stop) {
  const path = `${dirname(node)}:${process.env.PATH ?? ""}`
  const child = spawn(node, words, {
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
