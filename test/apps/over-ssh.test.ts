import { describe, expect } from "vitest"
import { comfyui as app } from "../../src/apps/comfyui/comfyui.ts"
import { connectBy } from "../../src/remote/connect.ts"
import { readIdentities } from "../../src/remote/identity.ts"
import { askSsh } from "../../src/remote/ssh-config.ts"
import { trustOf } from "../../src/remote/trust/trust.ts"
import {
  type LoopbackSshd,
  startSshd,
  whyNoSshd,
} from "../remote/loopback-sshd.ts"
import { test } from "./comfyui-on-hand.ts"
import { localPlace, quickContext } from "./local-place.ts"

const missing = whyNoSshd()
if (missing !== undefined && process.env["SDOPS_REQUIRE_LAB"] === "1") {
  throw new Error(missing)
}
const why = missing === undefined ? "" : ` (skipped: ${missing})`
const input = { gpu: { vendor: "nvidia" }, unit: "comfyui.service" } as const

async function connectTo(sshd: LoopbackSshd, client: "node-ssh" | "openssh") {
  const environment = {
    ...process.env,
    SDOPS_SSH_CONFIG: sshd.sshConfig,
  }
  const context = { ...quickContext(), environment }
  const target = {
    address: "lithium",
    hostKey: sshd.hostKey,
    name: "lithium",
  }
  const settings = await askSsh(target, context)
  const identities = await readIdentities(settings.identityFiles)
  const trust = await trustOf(target, settings, context)
  const dialled = { identities, settings, target, trust }
  return connectBy(client, dialled, context)
}

for (const client of ["node-ssh", "openssh"] as const) {
  describe.skipIf(missing)(`over the ${client} client${why}`, () => {
    test("an image is proven and the queue is read", async ({ comfyui }) => {
      await using sshd = await startSshd()
      await using connection = await connectTo(sshd, client)
      const server = await comfyui()
      const place = localPlace(server.port, { connection })
      await app.ready(place, quickContext())
      const smoke = await app.smoke(place, input, quickContext())
      expect(smoke.depth).toBe("kernels")
      expect(await app.queued(place, quickContext())).toBe(0)
    })

    // OpenSSH doesn't say whether a port is closed or forwarding forbidden.
    const closed =
      client === "node-ssh" ? "says nothing of a queue" : "may hide a queue"
    test(`a closed port ${closed}`, async ({ comfyui }) => {
      await using sshd = await startSshd()
      await using connection = await connectTo(sshd, client)
      const server = await comfyui()
      await server.stop()
      const place = localPlace(server.port, { connection })
      const asked = app.queued(place, quickContext())
      if (client === "node-ssh") expect(await asked).toBeUndefined()
      else await expect(asked).rejects.toMatchObject({ kind: "appSilent" })
    })
  })
}
