import { copyFile, mkdir, readdir, rm } from "node:fs/promises"
import { symlink, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { must } from "../../run.ts"
import { files } from "./files.ts"
import { masked, wanted } from "./units.ts"

const units = "usr/lib/systemd/system"

/** Makes a Debian root look like NixOS to who logs in. */
export async function shape(root: string): Promise<void> {
  await rm(join(root, "etc/systemd/system"), { force: true, recursive: true })
  await rm(join(root, "etc/hostname"), { force: true })
  await removeHostKeys(root)
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await rm(file, { force: true })
    await writeFile(file, text)
  }
  await placeUnits(root)
  await addUsers(root)
  await mkdir(join(root, "boot"), { recursive: true })
  await mkdir(join(root, "etc/sdlab/sudoers.d"), { recursive: true })
}

async function removeHostKeys(root: string): Promise<void> {
  const folder = join(root, "etc/ssh")
  const names = await readdir(folder)
  const keys = names.filter((name) => name.startsWith("ssh_host_"))
  await Promise.all(keys.map((name) => rm(join(folder, name))))
}

async function placeUnits(root: string): Promise<void> {
  for (const unit of masked) {
    await rm(join(root, units, unit), { force: true })
    await symlink("/dev/null", join(root, units, unit))
  }
  const gpu = "opt/sdlab/standins/nvidia/sdlab-gpu.service"
  await copyFile(join(root, gpu), join(root, units, "sdlab-gpu.service"))
  for (const [target, names] of Object.entries(wanted)) {
    const folder = join(root, units, `${target}.wants`)
    await mkdir(folder, { recursive: true })
    for (const unit of names) {
      await rm(join(folder, unit), { force: true })
      await symlink(`../${unit}`, join(folder, unit))
    }
  }
}

/** ops may elevate; its password matters to the flavour sudo-password only. */
async function addUsers(root: string): Promise<void> {
  const inside = ["chroot", root]
  const shell = ["-s", "/bin/sh"]
  await must([...inside, "groupadd", "-r", "wheel"])
  const groups = ["-g", "users", "-G", "wheel"]
  await must([...inside, "useradd", "-m", ...shell, ...groups, "ops"])
  await must([...inside, "usermod", ...shell, "root"])
  const passwords = { input: "ops:rehearsal\n" }
  await must([...inside, "chpasswd"], passwords)
}
