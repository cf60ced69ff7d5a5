import { run } from "../src/process.ts"

/**
 * Whether a program is there; on a Debian where we are root and the lab is
 * required, its package is installed first.
 */
export async function installed(
  program: string,
  debian: string,
): Promise<boolean> {
  if (await there(program)) return true
  const wanted = process.env["SDOPS_REQUIRE_LAB"] === "1"
  if (!wanted || process.getuid?.() !== 0) return false
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const options = { deadline: 300, environment }
  const argv = ["apt-get", "install", "-y", "-qq", debian] as const
  if ((await run(argv, options)).exit !== 0) {
    await run(["apt-get", "update", "-qq"], options)
    await run(argv, options)
  }
  return there(program)
}

async function there(program: string): Promise<boolean> {
  return (await run([program, "--version"], { deadline: 10 })).exit === 0
}
