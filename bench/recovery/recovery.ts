import { makeFleet } from "../../test/lab/fleet.ts"
import { launch } from "../../test/lab/launch.ts"
import { requireLab } from "../../test/lab/requirements.ts"
import { labFrom } from "../../test/lab/settings.ts"
import { type Benchmark, type Row, row } from "../benchmark.ts"
import { control } from "../peers/control.ts"
import { sdopsItself } from "../peers/deployer.ts"
import { peersIn } from "../peers/peer.ts"
import { afterDeadControl } from "./dead-control.ts"
import { afterDeadSshd } from "./dead-sshd.ts"
import { protocol } from "./protocol.ts"
import { change, declare, type Scene } from "./scene.ts"

/**
 * How long a host is away when a deployment shuts everybody out, against
 * deploy-rs where a variable names it; how long it goes on by itself when
 * nobody comes back; and what being supervised and proven adds to a switch.
 */
export const recovery: Benchmark = {
  cases: ["dead-sshd", "dead-control", "protocol"],
  name: "recovery",
  async run(names) {
    const lab = labFrom(process.env)
    await requireLab(lab)
    await using stack = new AsyncDisposableStack()
    const host = stack.use(await launch(lab))
    const own = { more: { [host.name]: ["more.nix"] } }
    const files = { [`${host.name}/more.nix`]: "{ }" }
    const fleet = stack.use(await makeFleet([host], { ...own, files }))
    const scene: Scene = { deployer: sdopsItself(fleet), fleet, host }
    await declare(scene, 8200)
    await change(scene)
    const rows: Row[] = []
    if (names.includes("protocol")) rows.push(...(await protocol(scene)))
    if (names.includes("dead-control")) rows.push(await afterDeadControl(scene))
    if (names.includes("dead-sshd")) {
      const known = peersIn(process.env).filter(
        ({ name }) => name === "deploy-rs",
      )
      const machine =
        known.length > 0 ? stack.use(await launch(lab)) : undefined
      const others =
        machine === undefined
          ? []
          : await control({ fleet, hosts: [host], machine }, known)
      const ours = await afterDeadSshd(scene)
      if (others.length === 0)
        rows.push(
          row("dead-sshd", [ours], { name: "a minute", values: [60] }, "s"),
        )
      for (const deployer of others) {
        const values = [await afterDeadSshd({ ...scene, deployer })]
        rows.push(
          row("dead-sshd", [ours], { name: deployer.name, values }, "s"),
        )
      }
    }
    return rows
  },
}
