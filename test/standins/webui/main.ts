// The stand-in as a program: --port=NUMBER and --data-dir=FOLDER count, all
// other words are taken.
import { join } from "node:path"
import { webui } from "./webui.ts"

function value(flag: string): string {
  const start = `--${flag}=`
  const word = process.argv.find((one) => one.startsWith(start)) ?? start
  return word.slice(start.length)
}

webui(join(value("data-dir"), "config.json")).listen(
  Number(value("port")),
  "127.0.0.1",
)
