import { execFile, spawnSync } from "node:child_process"
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { completingShells } from "../../src/cli/completion/scripts.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, root, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
let folder: string
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
  folder = await mkdtemp(join(tmpdir(), "sdops-completion-"))
  const run = join(root, "bin", "run.js")
  const text = `#!/bin/sh\nexec '${process.execPath}' '${run}' "$@"\n`
  await writeFile(join(folder, "sdops"), text)
  await chmod(join(folder, "sdops"), 0o755)
})
afterAll(async () => {
  await fleet[Symbol.asyncDispose]()
  await rm(folder, { force: true, recursive: true })
})

const words = async (...line: string[]) => {
  const asked = ["completion", "words", "--json", "--", ...line]
  const { stdout } = await sdops(asked, { environment: fleet.environment })
  return JSON.parse(stdout).candidates as string[]
}

test.for([
  [["de"], ["deploy", "status"]],
  [
    ["deploy", "li"],
    ["@canary", "@closet", "all", "lithium"],
  ],
  [["deploy", "lithium", ""], ["lithium"]],
  [
    ["cache", ""],
    ["add", "check", "push"],
  ],
  [
    ["gpu", ""],
    ["repair", "lithium"],
  ],
  [["gpu", "repair", ""], ["lithium"]],
  [
    ["lock", ""],
    ["release", "status"],
  ],
  [["lock", "release", ""], ["lithium"]],
  [["confirm", ""], ["lithium"]],
  [["reboot", ""], ["lithium"]],
  [["generations", ""], ["lithium"]],
  [
    ["rollback", "--t"],
    ["--to", "--yes"],
  ],
  [
    ["exec", "--on", ""],
    ["@closet", "lithium"],
  ],
  [
    ["deploy", "--goal", ""],
    ["boot", "switch"],
  ],
  [
    ["deploy", "--d"],
    ["--dry-run", "--json"],
  ],
  [
    ["help", ""],
    ["deploy", "exit-codes"],
  ],
  [["schema", "cache", ""], ["add"]],
  [["completion", ""], [...completingShells]],
] as const)("%j may become %j", async ([line, some]) => {
  expect(await words(...line)).toEqual(expect.arrayContaining([...some]))
})

test.for([
  [["exec", "--on", "all", "--", "l"]],
  [["deploy", "--sudo-password", ""]],
  [["moose", ""]],
] as const)("nothing is known of what follows in %j", async ([line]) => {
  expect(await words(...line)).toEqual([])
})

test("without a fleet there are still commands, and no error", async () => {
  const environment = { SDOPS_FLEET: folder }
  const line = ["completion", "words", "--", "deploy", ""]
  expect(await sdops(line, { environment })).toEqual({
    exit: 0,
    stderr: "",
    stdout: "\n",
  })
})

/** How each shell is made to complete `sdops deploy WORD` by itself. */
const drives = {
  bash: (word: string) => `eval "$(sdops completion bash)"
    COMP_LINE="sdops deploy ${word}"
    COMP_POINT=\${#COMP_LINE}
    $(complete -p sdops | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  fish: (word: string) => `sdops completion fish | source
    complete -C "sdops deploy ${word}"`,
  // Its own completion wants a terminal: what it would be handed is shown.
  zsh: (word: string) => `compdef() { command_of=$1 }
    compadd() { print -l -- \${(M)\${(P)2}:#${word}*} }
    eval "$(sdops completion zsh)"
    words=(sdops deploy '${word}')
    CURRENT=3
    $command_of`,
} as const

describe.for(completingShells)("%s", (shell) => {
  const missing = spawnSync(shell, ["-c", ":"]).error !== undefined
  test.skipIf(missing).for([
    ["li", ["lithium"]],
    ["@c", ["@canary", "@closet"]],
  ] as const)("completes %s", async ([word, wanted]) => {
    const run = promisify(execFile)
    const { environment } = fleet
    const PATH = `${folder}:${process.env["PATH"]}`
    const options = { env: { HOME: folder, ...environment, PATH } }
    const script = drives[shell](word)
    const { stderr, stdout } = await run(shell, ["-c", script], options)
    expect([stderr, stdout.trim().split("\n").toSorted()]).toEqual([
      "",
      [...wanted],
    ])
  })
})
