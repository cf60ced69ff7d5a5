import { describe, expect, test } from "vitest"
import { isAllowed } from "../../../src/deploy/boot/ask-reboot.ts"
import { driverRefusals } from "../../../src/deploy/plan/driver-refusals.ts"
import { inventoryHost } from "../facts.ts"
import { fakeLink } from "../fake-shell.ts"

type Reboot = "allowed" | "ask" | "never"

/** A host of such a policy, whose boot waits for that passphrase. */
function hostOf(reboot: Reboot, devices: readonly string[]) {
  const { policy } = inventoryHost({})
  return {
    evaluation: { host: { unlockedByHand: devices } },
    host: { name: "lithium", policy: { ...policy, reboot } },
    link: fakeLink({}),
  }
}

const forbids = "the kernel changes, but the policy reboot forbids it"
const waits =
  "the kernel changes, but its boot waits at the console for the passphrase " +
  "of cryptroot"
const cases = [
  { devices: [], policy: "ask", reboot: false, says: undefined },
  { devices: ["cryptroot"], policy: "ask", reboot: false, says: waits },
  { devices: ["cryptroot"], policy: "ask", reboot: true, says: undefined },
  { devices: ["cryptroot"], policy: "allowed", reboot: false, says: undefined },
  { devices: [], policy: "never", reboot: true, says: forbids },
  { devices: ["cryptroot"], policy: "never", reboot: true, says: forbids },
] as const

describe("a host whose boot waits for a passphrase isn't rebooted", () => {
  test.for(cases)(
    "policy $policy, $devices, --reboot $reboot",
    async ({ devices, policy, reboot, says }) => {
      const booting = hostOf(policy, devices)
      const { evaluation, host } = booting
      const input = { bootUnproven: true, reboot }
      const because = "the kernel changes"
      const asked = isAllowed(because, { ...booting, input })
      if (says === undefined) {
        expect(await asked).toBe(reboot || policy === "allowed")
      } else {
        await expect(asked).rejects.toMatchObject({
          code: "SDOPS_REBOOT_REFUSED",
          message: says,
        })
      }
      const planned = driverRefusals(
        { because, do: "one-shot-boot" },
        {
          evaluation,
          input: { engine: "sdops", goal: "plan", reboot },
          policy: host.policy,
        },
      )
      expect(
        planned.map((refusal) => refusal.what === "driver" && refusal.because),
      ).toEqual(says === undefined ? [] : [says])
    },
  )

  test("--reboot is the way out, or a boot by hand", async () => {
    const booting = hostOf("ask", ["cryptroot"])
    const asked = isAllowed("it waits", { ...booting, input: {} })
    await expect(asked).rejects.toMatchObject({
      help: [
        "sdops deploy lithium --reboot",
        "sdops deploy lithium --goal boot",
      ],
    })
  })
})
