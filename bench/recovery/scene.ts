import { connect } from "node:net"
import { editFleet, type LabFleet } from "../../test/lab/fleet.ts"
import type { LabHost } from "../../test/lab/host.ts"
import { waitFor } from "../../test/lab/wait.ts"
import type { Answer, Deployer } from "../peers/deployer.ts"

/** A host, what is declared of it, and who brings it there. */
export type Scene = {
  readonly deployer: Deployer
  readonly fleet: LabFleet
  readonly host: LabHost
}

/** Declares the app's port, and what else is in the configuration. */
export async function declare(
  { fleet, host }: Pick<Scene, "fleet" | "host">,
  port: number,
  nix = "{ }",
): Promise<void> {
  await editFleet(fleet, `${host.name}.yaml`, (text) => {
    const written = JSON.parse(text)
    written.services.comfyui.port = port
    return JSON.stringify(written)
  })
  await editFleet(fleet, `${host.name}/more.nix`, () => nix)
}

/** Deploys what is declared. Errors: it failed. */
export async function change(scene: Scene): Promise<void> {
  const { good, text } = await begin(scene)
  if (!good) throw new Error(text)
}

export async function begin({ deployer, host }: Scene): Promise<Answer> {
  await deployer.learn()
  return deployer.deploy([host], "host")
}

/** Until a port of the host takes connections, or doesn't. */
export function waitPort(
  { host }: Pick<Scene, "host">,
  port: number,
  open: boolean,
): Promise<unknown> {
  const asked = async () => (await takes(host.address, port)) === open
  const what = `port ${port} to be ${open ? "open" : "closed"}`
  return waitFor(asked, { deadline: 590, every: 0.1, what })
}

function takes(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 })
    const tell = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.on("connect", tell(true))
    socket.on("error", tell(false))
    socket.on("timeout", tell(false))
  })
}

export function since(began: number): number {
  return (performance.now() - began) / 1000
}
