import { execFile } from "node:child_process"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"

type Answer = { code: number; stderr: string; stdout: string }

function call(
  script: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  uid?: number,
): Promise<Answer> {
  const argv = [join(import.meta.dirname, script), ...words]
  const SDLAB_DIR = join(tmpdir(), "sdops-no-lab")
  const env = { PATH: process.env["PATH"], SDLAB_DIR, ...environment }
  const options = uid === undefined ? { env } : { env, uid }
  return new Promise((resolve) => {
    execFile(process.execPath, argv, options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), stderr, stdout })
    })
  })
}

test("without a verb, the lab lists its verbs", async () => {
  const { code, stdout } = await call("cli.ts", [])
  expect(code).toBe(0)
  for (const verb of ["up", "down", "ssh", "yank", "wire"]) {
    expect(stdout).toContain(`  ${verb} `)
  }
})

test.for([
  { says: "no such verb: fly", words: ["fly"] },
  { says: "usage: npm run lab -- disk HOST SIZE", words: ["disk", "a"] },
])("a wrong call is usage: $says", async ({ says, words }) => {
  const { code, stderr } = await call("cli.ts", words)
  expect({ code, stderr }).toEqual({ code: 2, stderr: `lab: ${says}\n` })
})

test.for([
  { SDLAB_NAME: "Too-long", says: "SDLAB_NAME must be 1 to 6" },
  { SDLAB_NET: "10.0.0.0/8", says: "SDLAB_NET must be three bytes" },
])("a wrong setting is one sentence: $says", async (environment) => {
  const { says, ...settings } = environment
  const { code, stderr } = await call("cli.ts", ["status"], settings)
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`^lab: ${says}.*\n$`))
})

test("a host that isn't there is named", async () => {
  const { code, stderr } = await call("cli.ts", ["cut", "nobody"])
  expect(code).toBe(1)
  expect(stderr).toBe("lab: no rehearsal host is named nobody (there: none)\n")
})

// nobody may be unable to read a root's checkout or its Node.
const nobody = 65534
const root = process.getuid?.() === 0
const reads = root
  ? (await call("cli.ts", [], {}, nobody)).code === 0
  : process.platform === "linux"

test.runIf(reads)("the demo without root says so in a sentence", async () => {
  const uid = root ? nobody : undefined
  const { code, stderr } = await call("demo.ts", [], {}, uid)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: "The demo can't run here: rehearsal hosts need root.\n",
  })
})
