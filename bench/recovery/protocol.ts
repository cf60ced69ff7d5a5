import { deployed } from "../../test/e2e/sdops.ts"
import { type Row, row } from "../benchmark.ts"
import { declare, type Scene, since, waitPort } from "./scene.ts"

const turns = 3
const [one, other] = [8203, 8204]

/**
 * The same two systems, there and back: seconds of the stages from the lock to
 * the commit, image included, against switch-to-configuration alone until the
 * app answers.
 */
export async function protocol(scene: Scene): Promise<readonly Row[]> {
  const { fleet, host } = scene
  const ours: number[] = []
  const proofs: number[] = []
  const systems: string[] = []
  for (let turn = 0; turn < turns + 2; turn += 1) {
    await declare(scene, turn % 2 === 0 ? one : other)
    const { candidate, run, stages, verdict } = await deployed(fleet, host.name)
    if (verdict !== "committed" || candidate === undefined)
      throw new Error(run.stderr)
    systems.push(candidate)
    if (turn < 2) continue
    const took = (names: readonly string[]) =>
      stages
        .filter(({ stage }) => names.includes(stage))
        .reduce((all, { seconds }) => all + seconds, 0)
    ours.push(took(["lock", "drain", "activate", "gate", "commit"]))
    proofs.push(took(["gate"]))
  }
  const bare: number[] = []
  for (let turn = 0; turn < turns; turn += 1) {
    const at = (turns + turn) % 2
    const began = performance.now()
    const ran = await host.exec(`set -e
      nix-env -p /nix/var/nix/profiles/system --set ${systems[at]}
      ${systems[at]}/bin/switch-to-configuration switch`)
    if (ran.exit !== 0) throw new Error(ran.stderr)
    await waitPort(scene, at === 0 ? one : other, true)
    bare.push(since(began))
  }
  const said = (all: readonly number[]) =>
    all.map((seconds) => seconds.toFixed(1)).join(", ")
  console.error(`protocol: ${said(ours)} s; a switch alone: ${said(bare)} s`)
  const peer = { name: "switch alone", values: bare }
  return [
    row("protocol", ours, peer, "s"),
    row("protocol: its image", proofs, peer, "s"),
  ]
}
