import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect } from "vitest"
import { down } from "./down.ts"
import { locked } from "./lock.ts"
import { type Lab, labFrom } from "./settings.ts"
import { hostNames } from "./state.ts"
import { test } from "./test.ts"

const execute = promisify(execFile)

// A lab of its own: the name lithium may be somebody's in the default one.
const environment = {
  ...process.env,
  SDLAB_NAME: "sddemo",
  SDLAB_NET: "10.213.78",
}

async function demo(): Promise<string> {
  const script = join(import.meta.dirname, "demo.ts")
  const options = { env: environment }
  const { stderr, stdout } = await execute(process.execPath, [script], options)
  return `${stdout}${stderr}`
}

/** What doctor finds in the demo's fleet, warnings included. */
async function doctor(lab: Lab): Promise<string> {
  const entry = join(import.meta.dirname, "../../bin/run.js")
  const words = [entry, "doctor", "lithium", "--strict"]
  const { stdout } = await execute(process.execPath, words, {
    env: {
      ...environment,
      SDOPS_FLEET: join(lab.directory, `demo-${lab.name}`),
      SDOPS_SSH_CONFIG: join(lab.state, "ssh_config"),
    },
  })
  return stdout
}

// Another run of these tests beside this one has the same lab.
test("the demo deploys, doctor finds nothing, and twice works", async () => {
  const lab = labFrom(environment)
  await locked(lab, "demo", async () => {
    const clear = async () => down(lab, await hostNames(lab))
    await clear()
    await twice(lab).finally(clear)
  })
})

async function twice(lab: Lab): Promise<void> {
  const first = await demo()
  expect(first).toContain("lithium  committed")
  expect(first).toMatch(/gpu +NVIDIA GeForce GTX 1060 6GB, driver [\d.]+/u)
  const [image = ""] = /\/\S+\.png/.exec(first) ?? []
  expect(existsSync(image)).toBe(true)

  expect(await doctor(lab)).not.toMatch(/[✗▲]/u)

  const second = await demo()
  expect(second).toContain("lithium  unchanged")
  expect(second).toContain("NVIDIA-SMI")
  expect(second).toContain(image)
}
