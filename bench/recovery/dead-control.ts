import { defaultLimits } from "../../src/limits.ts"
import { deployWith } from "../../test/e2e/watched.ts"
import { type Row, row } from "../benchmark.ts"
import { waitFor } from "../../test/lab/wait.ts"
import { declare, type Scene, since, waitPort } from "./scene.ts"

/**
 * sdops is killed while the host waits for its word: seconds until the old
 * system serves and nothing of the deployment runs, against the host's own
 * deadline. All limits are the usual ones.
 */
export async function afterDeadControl(scene: Scene): Promise<Row> {
  const { fleet, host } = scene
  const { apps } = JSON.parse(
    (await host.exec("cat /run/current-system/etc/sdops/host.json")).stdout,
  )
  const [{ port }] = apps as readonly [{ readonly port: number }]
  await declare(scene, port + 1)
  let began = 0
  await deployWith(fleet, host.name, { stage: "gate" }, ({ signal }) => {
    signal("SIGKILL")
    began = performance.now()
  })
  await waitPort(scene, port, false)
  await waitPort(scene, port, true)
  const left = async () => (await host.exec(units)).stdout
  const over = async () => (await left()) === ""
  await waitFor(over, { deadline: 590, every: 0.2, what: "the host to end it" })
  console.error(`dead-control: ${since(began).toFixed(1)} s`)
  const peer = { name: "its deadline", values: [defaultLimits.contact] }
  return row("dead-control", [since(began)], peer, "s")
}

const units = "systemctl list-units --all --plain --no-legend 'sdops-*'"
