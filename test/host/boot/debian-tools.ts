import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { root } from "../../../build/tree.ts"

const run = promisify(execFile)
const folder = join(root, ".cache", "debian-tools")

/** Packages that have the tools, in one release or another. */
const sets = [
  ["grub-common", "systemd-boot-tools", "systemd", "libsystemd-shared"],
  ["grub-common", "systemd-boot", "systemd", "libsystemd-shared"],
]

/**
 * Where Debian's grub-editenv and bootctl lie, from packages that apt downloads
 * once and nobody installs; or why they can't be had.
 */
export async function debianTools(): Promise<
  { readonly folder: string } | { readonly lacks: string }
> {
  if (existsSync(folder)) return { folder }
  await mkdir(join(root, ".cache"), { recursive: true })
  const made = await mkdtemp(`${folder}-`)
  for (const packages of sets) {
    const options = { cwd: made, timeout: 120_000 }
    const got = await run("apt-get", ["download", ...packages], options).then(
      () => true,
      () => false,
    )
    if (!got) continue
    const files = (await readdir(made)).filter((name) => name.endsWith(".deb"))
    for (const file of files) {
      await run("dpkg-deb", ["-x", file, "out"], { cwd: made })
    }
    // Another run may have been there first.
    await rename(join(made, "out"), folder).catch(() => {})
    await rm(made, { force: true, recursive: true })
    return { folder }
  }
  await rm(made, { force: true, recursive: true })
  return { lacks: "apt has no grub-common and bootctl here" }
}
