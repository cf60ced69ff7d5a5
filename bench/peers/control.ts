import { execFileSync } from "node:child_process"
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { sdops } from "../../test/e2e/sdops.ts"
import type { LabFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"
import type { Answer, Deployer } from "./deployer.ts"
import { peerFlake } from "./flake.ts"
import { moveIn, sure } from "./move-in.ts"
import { type Peer, tree } from "./peer.ts"

type Place = {
  readonly fleet: LabFleet
  readonly hosts: readonly LabHost[]
  /** Which peers run on. */
  readonly machine: LabHost
}

/**
 * Makes a rehearsal host the machine that peers deploy others from: with its
 * key, the peers' programs, and the flake that sdops ejects.
 */
export async function control(
  place: Place,
  peers: readonly Peer[],
): Promise<readonly Deployer[]> {
  const { hosts, machine } = place
  await moveIn(machine, hosts)
  const inputs: Record<string, string> = {}
  for (const { folder, input, name } of peers) {
    await unpack(machine, `/opt/${name}`, folder)
    if (!input) continue
    const add = ["nix", "store", "add", "--name", name, `/opt/${name}`]
    inputs[name] = (await sure(machine, add)).trim()
  }
  return peers.map(({ deploy, exec, name, plan }) => {
    const run = async (commands: readonly (readonly string[])[]) => {
      const answers = commands.map(([program, ...words]) =>
        answer(machine, [`/opt/${name}/bin/${program}`, ...words]),
      )
      const all = await Promise.all(answers)
      const text = all.map((one) => one.text).join("")
      return { good: all.every(({ good }) => good), text }
    }
    return {
      deploy: (targets, site) => run(deploy(targets, site)),
      exec: exec && ((targets, command) => run([exec(targets, command)])),
      learn: () => hand(place, inputs),
      name,
      plan: (targets) => run(plan(targets)),
    }
  })
}

/** Lays the flake of the fleet as it is now where peers have it. */
async function hand(
  { fleet, hosts, machine }: Place,
  inputs: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-bench-"))
  const ejected = await sdops(fleet, ["flake", "eject", join(folder, "flake")])
  if (ejected.exit !== 0) throw new Error(ejected.stderr)
  const file = (name: string) => join(folder, "flake", name)
  const text = await readFile(file("flake.nix"), "utf8")
  await writeFile(file("flake.nix"), peerFlake(text, inputs))
  await cp(join(import.meta.dirname, "peers.nix"), file("peers.nix"))
  const addresses = hosts.map(({ address, name }) => [name, address])
  const json = JSON.stringify(Object.fromEntries(addresses))
  await writeFile(file("addresses.json"), json)
  await unpack(machine, tree, file(""))
  await sure(machine, ["nix", "flake", "lock", `path:${tree}`])
  await rm(folder, { recursive: true })
}

/** A folder of this machine, in place of what is there. */
async function unpack(machine: LabHost, to: string, from: string) {
  const words = ["-C", from, "-czf", "-", "."]
  const packed = execFileSync("tar", words, { maxBuffer: 2 ** 30 })
  const script = `rm -rf ${to}; mkdir -p ${to}; base64 -d | tar -C ${to} -xz`
  await sure(machine, script, packed.toString("base64"))
}

async function answer(
  machine: LabHost,
  words: readonly string[],
): Promise<Answer> {
  const { exit, stderr, stdout } = await machine.exec(words, { deadline: 300 })
  return { good: exit === 0, text: stdout + stderr }
}
