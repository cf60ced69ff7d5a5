import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { prepareBase, type Layers } from "./base/base.ts"
import { exists } from "./base/packages-layer.ts"
import { allot } from "./allot.ts"
import { locked } from "./lock.ts"
import { bringNetworkUp, wireHost } from "./machine/network.ts"
import { processesOf } from "./machine/processes.ts"
import { setPower } from "./machine/power.ts"
import { reach } from "./machine/reach.ts"
import { startSupervisor } from "./machine/supervisor.ts"
import type { Kind } from "./kind.ts"
import { prepareNixos } from "./nixos/prepare-nixos.ts"
import { treeFrom } from "./nixos/tree.ts"
import { LabProblem } from "./problem.ts"
import { must } from "./run.ts"
import type { Lab } from "./settings.ts"
import type { Flavour } from "./flavours.ts"

/** A folder of the outer machine that a host has too, to read. */
export type Mount = { readonly from: string; readonly to: string }

export type Wanted = {
  readonly name: string
  /** What its system is made of; the stand-in if none is given. */
  readonly kind?: Kind | undefined
  readonly flavours?: readonly Flavour[] | undefined
  readonly mounts?: readonly Mount[] | undefined
  /** `identityOf` who must take it down; without one it stays until told. */
  readonly owner?: string | undefined
}

/**
 * Brings hosts up and waits for their sshd; those that are up stay so,
 * those that are off are started.
 */
export async function up(
  lab: Lab,
  wanted: readonly Wanted[],
  ready?: Layers,
): Promise<void> {
  const hosts = await Promise.all(
    wanted.map((host) => withBase(lab, host, ready)),
  )
  await locked(lab, "hosts", async () => {
    await makeKey(lab)
    await bringNetworkUp(lab)
    for (const { host, layers } of hosts) {
      if (await processesOf(lab, host.name)) {
        await setPower(lab, host.name, "on")
        continue
      }
      await allot(lab, host, layers)
      await wireHost(lab, host.name)
      await startSupervisor(lab, host.name)
    }
  })
  await Promise.all(wanted.map(({ name }) => reach(lab, name)))
}

/** A host and the layers below its disk, made where they aren't there yet. */
async function withBase(
  lab: Lab,
  host: Wanted,
  ready: Layers | undefined,
): Promise<{ readonly host: Wanted; readonly layers: Layers }> {
  if (host.kind !== "nixos") {
    return { host, layers: ready ?? (await prepareBase(lab)) }
  }
  if ((host.flavours ?? []).length > 0)
    throw new LabProblem(`${host.name}: a host that is NixOS has no flavours`)
  const base = await prepareNixos(lab, treeFrom(process.env))
  const mounts = [...base.mounts, ...(host.mounts ?? [])]
  return { host: { ...host, mounts }, layers: base.layers }
}

/** The one key that every host of a lab lets in. */
async function makeKey(lab: Lab): Promise<void> {
  await mkdir(join(lab.state, "hosts"), { recursive: true })
  const key = join(lab.state, "id_ed25519")
  if (await exists(key)) return
  await rm(`${key}.pub`, { force: true })
  await must(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key])
  await writeFile(
    join(lab.state, "ssh_config"),
    `Include ${lab.state}/hosts/*/ssh_config\n`,
  )
}
