import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { onTestFinished } from "vitest"
import { loadFleet } from "../../src/inventory/load.ts"
import { sayProblem } from "../../src/inventory/read/problem.ts"
import { SdopsError } from "../../src/errors/sdops-error.ts"

/** A public key whose blob is well-formed. */
export const hostKey = `ssh-ed25519 ${Buffer.concat([
  Buffer.from([0, 0, 0, 11]),
  Buffer.from("ssh-ed25519"),
  Buffer.from([0, 0, 0, 32]),
  Buffer.alloc(32, 7),
]).toString("base64")}`

/** The least that a host must say. */
export const leastHost = "address: x.lan\ngpu: { vendor: none }\n"

/** A temporary fleet of the given files; gone when the test is. */
export async function makeFleet(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "sdops-inventory-"))
  onTestFinished(() => rm(root, { force: true, recursive: true }))
  const all = { "hosts/fleet.yaml": "{}\n", ...files }
  for (const [path, content] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  return root
}

/** Loads a temporary fleet. */
export async function load(
  files: Readonly<Record<string, string | Uint8Array>>,
) {
  return loadFleet({ from: await makeFleet(files) }, { environment: {} })
}

/** The problems of a fleet, as they are shown. */
export async function problemsOf(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string[]> {
  try {
    const fleet = await load(files)
    return fleet.warnings.map(sayProblem)
  } catch (error) {
    if (error instanceof SdopsError && error.code === "SDOPS_INVENTORY")
      return [...error.because]
    throw error
  }
}
