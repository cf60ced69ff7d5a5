import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { deployed } from "./sdops.ts"
import { serves } from "./serves.ts"

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
