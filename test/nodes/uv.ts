import { readdir, rm } from "node:fs/promises"
import { mkdir } from "node:fs/promises"
import { homedir } from "node:os"
import { join } from "node:path"
import { run } from "../lab/run.ts"

/** The version whose words src/nodes/say-unresolved.ts was written by. */
const version = "0.13.9"

/**
 * The wheel of the real uv, downloaded once by pip; undefined, and why, where
 * that can't be had.
 */
export async function uvWheel(): Promise<{ wheel: string } | { why: string }> {
  const cache = process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache")
  const folder = join(cache, "sdops-tests", `uv-${version}`)
  await mkdir(folder, { recursive: true })
  const there = await wheelIn(folder)
  if (there !== undefined) return { wheel: there }
  const into = ["--no-deps", "--only-binary", ":all:", "--dest", folder]
  const argv = ["pip", "download", "--quiet", ...into, `uv==${version}`]
  const options = { deadline: 120, environment: process.env }
  const ran = await run(["python3", "-m", ...argv], options).catch(
    (error: unknown) => ({ exit: 1, stderr: String(error) }),
  )
  const found = await wheelIn(folder)
  if (ran.exit === 0 && found !== undefined) return { wheel: found }
  await rm(folder, { force: true, recursive: true })
  const last = ran.stderr.trim().split("\n").at(-1) ?? ""
  return { why: `pip can't download uv ${version}: ${last}` }
}

async function wheelIn(folder: string): Promise<string | undefined> {
  const name = (await readdir(folder)).find((file) => file.endsWith(".whl"))
  return name === undefined ? undefined : join(folder, name)
}
