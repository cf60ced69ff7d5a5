import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { oldNode } from "../../build/old-node.ts"
import { root } from "../../cli/sdops.ts"
import type { LabHost } from "../../lab/host.ts"
import { token } from "../../models/sites.ts"
import { emptyFolder } from "../adopting.ts"
import type { Where } from "./typing.ts"

/** Where a newcomer types: a fleet to be, and a host that the pages name. */
export type Place = AsyncDisposable & {
  readonly fleet: string
  /** The same in the fleet, where the machine has its own Node alone. */
  readonly newcomer: () => Promise<Where>
  /** What a command is given, in the fleet or in a folder of its own. */
  readonly where: (own?: string) => Promise<Where>
  /** The folder around the fleet. */
  readonly top: string
}

/** The names of the pages that lead to the one host. */
const names = "lithium.lan neon.lan xenon.lan krypton.lan"

export async function place(host: LabHost): Promise<Place> {
  const folder = await emptyFolder(host)
  const fleet = join(folder.root, "fleet")
  await mkdir(fleet)
  const config = await known(host, folder.root)
  const bin = join(folder.root, "bin")
  const given = async (node: string) => {
    const key = join(fleet, "cache.lan-1.secret")
    const path = [join(root, "bin"), bin, dirname(node), "/usr/bin", "/bin"]
    return {
      CACHE_KEY: await readFile(key, "utf8").catch(() => ""),
      CIVITAI_TOKEN: token,
      PATH: path.join(":"),
      SDOPS_PAGER: "cat",
      SDOPS_SSH_CONFIG: config,
      SUDO_PASSWORD: "rehearsal",
    }
  }
  return {
    fleet,
    async newcomer() {
      const environment = await given(oldNode ?? process.execPath)
      return { cwd: fleet, environment }
    },
    top: folder.root,
    async where(own) {
      const environment = await given(process.execPath)
      if (own === undefined) return { cwd: fleet, environment }
      return { cwd: await mkdtemp(join(folder.root, own)), environment }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

/** An ssh_config by which the pages' names lead to a rehearsal host. */
async function known(host: LabHost, folder: string): Promise<string> {
  const file = join(host.lab.state, "hosts", host.name, "ssh_config")
  const config = (await readFile(file, "utf8"))
    .replace(/^Host .*$/mu, `Host ${names}`)
    .replace(
      /^.*UserKnownHostsFile.*$/mu,
      `  UserKnownHostsFile ${folder}/keys`,
    )
  const more = "Host gpu-1\n  HostName gpu-1.lan\n  User ops\n"
  await writeFile(join(folder, "ssh_config"), `${config}\n${more}`)
  return join(folder, "ssh_config")
}
