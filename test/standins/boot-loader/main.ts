import { writeSync } from "node:fs"
import { bootctl } from "./bootctl.ts"
import { choose } from "./choose.ts"
import { install } from "./install.ts"

const [program, ...argv] = process.argv.slice(2)
const place = { root: "" }

process.exitCode = perform()

/** One program behind three names; see README.md. */
function perform(): number {
  switch (program) {
    case "install":
      return runInstall()
    case "choose": {
      const toplevel = choose(place)
      if (toplevel === undefined) return complain("no boot entry")
      writeSync(1, `${toplevel}\n`)
      return 0
    }
    case "bootctl": {
      // Its server on standard output, which answers one call; systemd 260.
      if (process.env["SYSTEMD_VARLINK_LISTEN"] === "-") {
        writeSync(1, `${JSON.stringify({ parameters: {} })}\0`)
        return 0
      }
      const { exit, text } = bootctl(place, argv)
      writeSync(exit === 0 ? 1 : 2, text)
      return exit
    }
    default:
      return complain(`unknown program ${program}`)
  }
}

function runInstall(): number {
  const limit = argv[0] === "--limit" ? Number(argv[1]) : undefined
  const toplevel = argv.at(-1)
  if (toplevel === undefined) return complain("no toplevel given")
  try {
    install(place, { limit, toplevel })
    return 0
  } catch (error) {
    return complain(`OSError: ${errorText(error)}`)
  }
}

/** The Python builder's words for a full disk. */
function errorText(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === "ENOSPC") return "[Errno 28] No space left on device"
  return message
}

function complain(text: string): 1 {
  writeSync(2, `${text}\n`)
  return 1
}
