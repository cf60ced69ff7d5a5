import { expect } from "vitest"
import { editFleet, makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { countEvaluations } from "./evaluations.ts"
import { deployed } from "./sdops.ts"

/**
 * Processes and threads that a deployment of another port may begin on a host:
 * 1,336 to 1,370 on a calm machine, many of them Nix's builders, the switch and
 * the app, as with any deployer. What is slow costs some by the second. A wait
 * that forks, or a question for each unit, costs hundreds.
 */
const mostForks = 1500

test("a first deployment serves and is proven by an image", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  const before = await host.system()

  const result = await deployed(fleet, host.name)

  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(result.run.exit).toBe(0)
  // A host that is NixOS has no GPU, and builds more.
  const isNixos = (await host.kind()) === "nixos"
  expect(result.image?.smoke).toBe(isNixos ? "plumbing" : "kernels")
  const after = await host.system()
  expect(after.current).toBe(result.candidate)
  expect(after.profile).toBe(result.candidate)
  expect(after.bootDefault).toBe(result.candidate)
  expect(after.generation).toBe(before.generation + 1)

  const marks = await host.sessions()
  const again = await deployed(fleet, host.name)
  expect(again.verdict).toBe("unchanged")
  const spent = await host.sessions(marks)
  // Everything is asked over one connection: the evaluation, which goes on
  // while the host is looked at, over a session of its own.
  expect(spent).toEqual({ handshakes: 1, sessions: 2 })
  expect(await host.system()).toEqual(after)

  const sshd = await startOf("sshd.service")
  const app = await startOf("comfyui.service")
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    text.replace("8188", "8199"),
  )
  const evaluations = await countEvaluations(host)
  const between = await host.sessions()
  const begun = await host.processes()
  const changed = await deployed(fleet, host.name)
  expect(changed.verdict).toBe("committed")
  const forks = await host.processes(begun)
  expect(forks).toBeLessThanOrEqual(isNixos ? 2 * mostForks : mostForks)
  // The second connection is the gate's proof of contact; of the first one's
  // two sessions, that of the evaluation follows the deployment from the lock
  // to its last word.
  expect(await host.sessions(between)).toEqual({ handshakes: 2, sessions: 3 })
  // The plan's is the build's.
  expect(await evaluations()).toBe(1)
  expect(await startOf("comfyui.service")).not.toBe(app)
  expect(await startOf("sshd.service")).toBe(sshd)

  async function startOf(unit: string): Promise<string> {
    const show = ["systemctl", "show", "-P", "InvocationID", unit]
    return (await host.exec(show)).stdout.trim()
  }
})
