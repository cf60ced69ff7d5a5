import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Layers } from "./base/base.ts"
import { LabProblem } from "./problem.ts"
import { must } from "./run.ts"
import type { Lab } from "./settings.ts"
import { hostFolder, hostNames, read } from "./state.ts"
import type { Wanted } from "./up.ts"

/**
 * Makes a host's folder: address, host key, and what its disk starts with. A
 * folder whose host doesn't run is a left-over and begins anew.
 * Call it under the lock "hosts".
 */
export async function allot(
  lab: Lab,
  { flavours = [], kind = "stand-in", mounts = [], name, owner }: Wanted,
  layers: Layers,
): Promise<void> {
  if (!/^[a-z][a-z0-9-]{0,8}$/.test(name)) {
    throw new LabProblem(`${name} isn't 1 to 9 of a-z, 0-9 and -`)
  }
  for (const path of mounts.flatMap(({ from, to }) => [from, to]))
    if (!/^\/[^:\\\n]+$/.test(path))
      throw new LabProblem(`${path} can't be mounted: its name`)
  const folder = hostFolder(lab, name)
  await rm(folder, { force: true, recursive: true })
  const address = await freeAddress(lab)
  const key = join(folder, "seed/etc/ssh/ssh_host_ed25519_key")
  await mkdir(join(folder, "seed/etc/sdlab"), { recursive: true })
  await mkdir(join(folder, "seed/etc/ssh"), { recursive: true })
  await mkdir(join(folder, "disk"))
  const comment = ["-N", "", "-C", name]
  await must(["ssh-keygen", "-q", "-t", "ed25519", ...comment, "-f", key])
  const [type, body] = (await readFile(`${key}.pub`, "utf8")).split(" ")
  const controller = await readFile(join(lab.state, "id_ed25519.pub"), "utf8")
  const texts: Record<string, string> = {
    console: "",
    // Evaluating all of nixpkgs fills it.
    "disk-size": kind === "nixos" ? "4g" : lab.disk,
    flavours: flavours.join("\n"),
    "host-key": `${type} ${body}`,
    known_hosts: `${address},${name} ${type} ${body}`,
    kind,
    layers: layers.join(":"),
    mounts: mounts.map(({ from, to }) => `${from}:${to}`).join("\n"),
    power: "on",
    "reboot-delay": lab.rebootDelay,
    "seed/etc/hosts": `127.0.0.1 localhost\n127.0.1.1 ${name}`,
    "seed/etc/sdlab/controller.pub": controller.trim(),
    ssh_config: sshConfig(folder, name, address, join(lab.state, "id_ed25519")),
    ...(owner === undefined ? {} : { owner }),
    address,
  }
  for (const [file, text] of Object.entries(texts)) {
    await writeFile(join(folder, file), text === "" ? "" : `${text}\n`)
  }
}

async function freeAddress(lab: Lab): Promise<string> {
  const names = await hostNames(lab)
  const taken = new Set(
    await Promise.all(names.map((name) => read(lab, name, "address"))),
  )
  for (let last = 10; last < 255; last++) {
    const address = `${lab.net}.${last}`
    if (!taken.has(address)) return address
  }
  throw new LabProblem(`every address of ${lab.net}.0/24 is taken`)
}

function sshConfig(
  folder: string,
  name: string,
  address: string,
  key: string,
): string {
  return [
    `Host ${name} ${address}`,
    `  HostName ${address}`,
    "  IdentitiesOnly yes",
    `  IdentityFile ${key}`,
    "  StrictHostKeyChecking yes",
    "  User root",
    `  UserKnownHostsFile ${join(folder, "known_hosts")}`,
  ].join("\n")
}
