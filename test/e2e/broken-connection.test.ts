import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed } from "./sdops.ts"
import { serves } from "./serves.ts"
import { deployWith } from "./watched.ts"

test("an activation that ends all SSH sessions is followed to its end", async ({
  host,
}) => {
  await using fleet = await makeFleet([host], {
    files: {
      [`${host.name}/hang-up.nix`]: `{
        system.activationScripts.hang-up = "/usr/bin/pkill -KILL sshd-session";
      }`,
    },
    more: { [host.name]: ["hang-up.nix"] },
  })

  const result = await deployed(fleet, host.name)

  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect((await host.system()).bootDefault).toBe(result.candidate)
  await serves(host)
  // Connect, again after the loss, and the fresh one of the gate.
  expect((await host.sessions()).handshakes).toBe(3)
})

test("a name that leads nowhere: the address before proves contact", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  const config = join(fleet.root, "ssh_config")
  const own = `Include ${fleet.environment["SDOPS_SSH_CONFIG"]}\n`
  await writeFile(config, own)
  const nowhere = host.address.replace(/\d+$/, "254")
  const moved = `Host ${host.address}\n  HostName ${nowhere}\n\nHost *\n${own}`
  const environment = { SDOPS_LIMIT_CONNECT: "2", SDOPS_SSH_CONFIG: config }
  const { result } = await deployWith(
    fleet,
    host.name,
    { stage: "activate" },
    () => writeFile(config, moved),
    environment,
  )
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("committed")
  const note = `can't reach ${nowhere} port 22: .*; reached at ${host.address}`
  expect(result?.notes?.join("\n")).toMatch(new RegExp(note))
  await serves(host)
})
