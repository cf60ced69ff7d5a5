import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"

/** Addresses that sshd of a host has let in. */
async function callers(host: LabHost): Promise<readonly string[]> {
  const script = `journalctl -o cat |
    sed -n 's/^Accepted publickey for .* from \\([^ ]*\\) .*/\\1/p'`
  const { stdout } = await host.exec(script)
  return [...new Set(stdout.trim().split("\n"))]
}

test("a host behind another one is deployed through it", async ({
  host,
  launchHost,
}) => {
  const jump = await launchHost()
  await using fleet = await makeFleet([host])
  const config = join(fleet.root, "ssh_config")
  const lab = fleet.environment["SDOPS_SSH_CONFIG"]
  // What ssh_config makes of a person's sessions isn't ours.
  const session = "  RemoteCommand tmux new -A -s main\n  RequestTTY force\n"
  const behind = `Host ${host.address}\n  ProxyJump ${jump.name}\n${session}`
  await writeFile(config, `${behind}Match all\nInclude ${lab}\n`)
  const environment = { SDOPS_SSH_CONFIG: config }

  const result = await deployed(fleet, host.name, [], { environment })

  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(result.image?.smoke).toBe("kernels")
  expect(await callers(host)).toEqual([jump.address])
  expect((await host.system()).bootDefault).toBe(result.candidate)
  await serves(host)

  await jump.unplug()
  const limits = { SDOPS_LIMIT_CONNECT: "3" }
  const words = ["plan", host.name, "--json"]
  const lost = await sdops(fleet, words, {
    environment: { ...environment, ...limits },
  })
  await jump.heal()
  expect(lost.exit).toBe(1)
  const [failed] = resultOf(lost).hosts
  expect(failed?.error?.code).toBe("SDOPS_UNREACHABLE")
})
