// npm run transcripts: what deploy, doctor, status and gpu look like, kept as
// text in docs/transcripts: of a rehearsal host, in tmux and in a pipe.
import { spawnSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { demoFleet } from "./demo/fleet.ts"
import { LabHost } from "./host.ts"
import { requireLab } from "./requirements.ts"
import { labFrom } from "./settings.ts"
import { up } from "./up.ts"
import { waitFor } from "./wait.ts"

const root = join(import.meta.dirname, "../..")
const folder = join(root, "docs", "transcripts")
const program = join(root, "bin", "run.js")
const commands = ["deploy lithium --yes", "status", "gpu", "doctor lithium"]

const lab = labFrom(process.env)
await requireLab(lab)
await import("../../build/build.ts")
await up(lab, [{ name: "lithium" }])
const fleet = await demoFleet(await LabHost.of(lab, "lithium"))
const environment = { ...process.env, ...fleet.environment, SDOPS_PAGER: "cat" }
await mkdir(folder, { recursive: true })
let port = 8188
for (const columns of [80, 200, undefined]) {
  port += 1
  const edit = ["--set", `services.comfyui.port=${port}`]
  inPipe(["hosts", "edit", "lithium", ...edit])
  for (const command of commands) {
    const [name = ""] = command.split(" ")
    const text =
      columns === undefined
        ? inPipe(command.split(" "))
        : await inTmux(command, columns)
    const kind = columns === undefined ? "pipe" : String(columns)
    const file = join(folder, `${name}-${kind}.txt`)
    const shown = text
      .replaceAll(fleet.root, "/home/ada/fleet")
      .replaceAll(lab.state, "/home/ada/.ssh")
      .replaceAll(/ +$/gm, "")
      .trimEnd()
    await writeFile(file, `$ sdops ${command}\n${shown}\n`)
    console.log(`wrote ${file}`)
  }
}

/** What a command writes where nobody watches: stderr, then stdout. */
function inPipe(words: readonly string[]): string {
  const ran = spawnSync(process.execPath, [program, ...words], {
    encoding: "utf8",
    env: environment,
  })
  return ran.stderr + ran.stdout
}

/** What is on a terminal of so many columns once a command has ended. */
async function inTmux(command: string, columns: number): Promise<string> {
  // The server of the one before may still be on its way out.
  const socket = `sdops-${process.pid}-${randomUUID()}`
  const tmux = (...words: string[]) =>
    spawnSync("tmux", ["-L", socket, "-f", "/dev/null", ...words], {
      encoding: "utf8",
      env: environment,
    })
  const run = `${process.execPath} ${program} ${command}; echo "exit $?"; cat`
  const size = ["-x", String(columns), "-y", "50"]
  tmux("new-session", "-d", "-s", "it", ...size, run)
  // All that was said, lines joined that only the screen has broken.
  const shown = () => tmux("capture-pane", "-p", "-J", "-S", "-", "-t", "it")
  const ended = /^exit (?:0|\d+)\s*$/m
  try {
    await waitFor(() => ended.test(shown().stdout), {
      deadline: 300,
      what: `the end of ${command}`,
    })
    return shown().stdout.replace(ended, "").replaceAll(/ +$/gm, "")
  } finally {
    tmux("kill-server")
  }
}
