// A program whose work goes on whatever it is told: for interruption.test.ts.
import { interruption } from "../../src/cli/interruption.ts"

const { signal } = interruption({
  note: (text) => process.stderr.write(`${text}\n`),
  recovery: "sdops resume lithium",
})
signal.addEventListener("abort", () => process.stdout.write("asked\n"))
setInterval(() => {}, 1000)
process.stdout.write("ready\n")
