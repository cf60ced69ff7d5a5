import { execFileSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { LabHost } from "../test/lab/host.ts"
import type { Peer } from "./peer.ts"

/** Brings a host to a port of its app, or says what that would do. */
export type Deployer = {
  readonly name: string
  readonly deploy: (port: number) => Promise<void>
  readonly plan: (port: number) => Promise<void>
}

/** Where peers have the flake. */
const tree = "/root/flake"

/**
 * Makes a rehearsal host the machine that peers deploy another one from: with
 * its key, the peers' programs, and the flake that sdops has pushed to it.
 */
export async function control(
  { host, machine }: { readonly host: LabHost; readonly machine: LabHost },
  peers: readonly Peer[],
): Promise<readonly Deployer[]> {
  if (peers.length === 0) return []
  await unpack(machine, tree, await pushed(host))
  const key = await readFile(join(host.lab.state, "id_ed25519"), "utf8")
  const { address, hostKey, name } = host
  await sure(
    machine,
    `umask 077; mkdir -p /root/.ssh; cat >/root/.ssh/id_ed25519
    echo '${address} ${hostKey}' >/root/.ssh/known_hosts`,
    key,
  )
  for (const peer of peers) {
    const words = ["-C", peer.folder, "-czf", "-", "."]
    const packed = execFileSync("tar", words, { maxBuffer: 2 ** 30 })
    await unpack(machine, `/opt/${peer.name}`, packed.toString("base64"))
  }
  return peers.map((peer) => {
    const program = `/opt/${peer.name}/bin/${peer.name}`
    const place = { address, host: name, tree }
    const go = async (port: number, words: readonly string[]) => {
      const file = `${tree}/inventory/${name}.json`
      const change = `s/"port": [0-9]*/"port": ${port}/`
      await sure(machine, `sed -i '${change}' ${file}`)
      await sure(machine, [program, ...words])
    }
    return {
      deploy: (port) => go(port, peer.deploy(place)),
      name: peer.name,
      plan: (port) => go(port, peer.plan(place)),
    }
  })
}

/** The newest tree that sdops has pushed, packed. */
async function pushed(host: LabHost): Promise<string> {
  const newest = "$(ls -td /nix/var/sdops/sources/*/ | head -n 1)"
  return sure(host, `tar -C "${newest}" -cz . | base64`)
}

async function unpack(machine: LabHost, folder: string, packed: string) {
  const script = `mkdir -p ${folder}; base64 -d | tar -C ${folder} -xz`
  await sure(machine, script, packed)
}

async function sure(
  machine: LabHost,
  program: string | readonly string[],
  input?: string,
): Promise<string> {
  const ran = await machine.exec(program, { deadline: 300, input })
  if (ran.exit !== 0) throw new Error(`${String(program)}\n${ran.stderr}`)
  return ran.stdout
}
