import { adopt } from "../peers/adopt.ts"
import { begin, change, declare, type Scene, since, waitPort } from "./scene.ts"

/** Where nobody looks for it. */
const elsewhere = "{ services.openssh.ports = [ 2222 ]; }"
const [old, candidate] = [8201, 8202]

/**
 * A change that takes sshd away from its port, and the app to another one:
 * seconds from the last connection that sshd took until it takes them again
 * and the app of the old system answers. All limits are the usual ones.
 */
export async function afterDeadSshd(scene: Scene): Promise<number> {
  const { fleet, host } = scene
  await declare(scene, old)
  // deploy-rs goes back to what itself has brought, so nobody adopts that.
  await change(scene)
  await waitPort(scene, old, true)
  await declare({ fleet, host }, candidate, elsewhere)
  const deploying = begin(scene)
  const early = deploying.then(({ text }) => {
    throw new Error(`it ended before sshd was gone\n${text}`)
  })
  await Promise.race([waitPort(scene, 22, false), early])
  early.catch(() => {})
  const began = performance.now()
  await waitPort(scene, 22, true)
  await waitPort(scene, old, true)
  const seconds = since(began)
  const { good, text } = await deploying
  if (good) throw new Error(`a dead sshd was deployed\n${text}`)
  await adopt([host])
  console.error(`dead-sshd: ${scene.deployer.name} ${seconds.toFixed(1)} s`)
  return seconds
}
