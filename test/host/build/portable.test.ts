import { spawnSync } from "node:child_process"
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import portable from "../../../src/host/build/portable.sh"
import { waitFor } from "../../lab/wait.ts"
import { layPlainTools } from "../plain-tools.ts"
import { runIn, shells } from "../local-shell.ts"

// As on a Mac: no setsid, no flock, none of GNU's own options.
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-plain-"))
  const laid = spawnSync("sh", ["-s", join(folder, "bin")], {
    encoding: "utf8",
    input: layPlainTools,
  })
  expect(laid.stderr).toBe("")
})

afterAll(() => rm(folder, { recursive: true }))

function run(shell: readonly string[], script: string) {
  const given = { PATH: join(folder, "bin"), SDOPS_NODE: process.execPath }
  const all = `set -eu; cd '${folder}'\n${portable}\n${script}\n`
  return runIn(shell, `export SDOPS_NODE\n${all}`, given)
}

test.for(shells)("%s: a session that outlives who began it", async (sh) => {
  const name = `session-${sh[0]}`
  const script = `echo "$$" >${name}.new; mv ${name}.new ${name}; sleep 600`
  const { exit, stderr } = await run(sh, `new_session sh -c '${script}'`)
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" })
  const file = join(folder, name)
  const said = () => readFile(file, "utf8").catch(() => "")
  const began = async () => (await said()) !== ""
  await waitFor(began, { deadline: 20, what: "the session" })
  const pid = Number(await said())
  const own = spawnSync("ps", ["-o", "pgid=,sid=", "-p", String(pid)], {
    encoding: "utf8",
  })
  expect(own.stdout.trim().split(/\s+/u).map(Number)).toEqual([pid, pid])
  process.kill(-pid, "SIGKILL")
})

test.for(shells)("%s: turns are taken one after the other", async (sh) => {
  const name = `turn-${sh[0]}`
  const turn = `take_turn ${name}
    echo in >>${name}.log; sleep 0.2; echo out >>${name}.log; end_turn`
  const ends = await Promise.all([1, 2, 3].map(() => run(sh, turn)))
  expect(ends.map(({ exit }) => exit)).toEqual([0, 0, 0])
  const log = await readFile(join(folder, `${name}.log`), "utf8")
  expect(log).toBe("in\nout\n".repeat(3))
})

test.for(shells)("%s: who has died holds nobody up", async (sh) => {
  const name = `dead-${sh[0]}`
  // No process has such a number.
  await symlink("pid-99999999", join(folder, `${name}.held`))
  const ends = await Promise.all(
    [1, 2].map(() => run(sh, `take_turn ${name}; end_turn`)),
  )
  expect(ends.map(({ exit }) => exit)).toEqual([0, 0])
})

test.for(shells)("%s: a file is followed to its end", async (sh) => {
  const name = `log-${sh[0]}`
  await writeFile(join(folder, name), "first\n")
  const { exit, stdout } = await run(
    sh,
    `{ for at in 1 2 3; do sleep 0.2; echo "$at" >>${name}; done
      printf 'no end' >>${name}; touch ${name}.over; } &
    lasts() { [ ! -e ${name}.over ]; }
    (follow_file ${name} 1 lasts)
    (follow_file ${name} '' lasts) | wc -c | tr -d ' '`,
  )
  expect(exit).toBe(0)
  expect(stdout).toBe("first\n1\n2\n3\nno end18\n")
})
