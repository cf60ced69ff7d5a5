import { expect, test } from "vitest"
import {
  completedHostText,
  importedHostText,
} from "../../../src/inventory/edit/imported-host.ts"
import { hostKey } from "../make-fleet.ts"

const found = {
  address: "neon.lan",
  name: "neon",
  origin: "hive.nix",
  port: 2222,
  remarks: ["one\nline: # two"],
  tags: ["web"],
  user: "ops",
  vendor: false,
}

const told = {
  address: "neon.lan",
  fingerprint: "SHA256:x",
  gpu: { computeCapability: "6.1", model: "P40", vendor: "nvidia" },
  hostKey,
  modules: ["./neon/configuration.nix"],
  name: "neon",
  port: 2222,
  release: "26.05",
  stateVersion: "24.05",
  sudoPassword: undefined,
  user: "ops",
} as const

test("completing a begun file keeps what a person wrote", async () => {
  const text = (await importedHostText(found))
    .replace("gpu:\n", "gpu:\n  # two of them\n  count: 2\n")
    .replace("tags:", "# mine\ntags:")
  const completed = await completedHostText(text, told)
  expect(completed).toBe(
    [
      "# neon, found in hive.nix.",
      "# one line: # two",
      "",
      "address: neon.lan",
      "port: 2222",
      "user: ops",
      "# mine",
      "tags:",
      "  - web",
      "gpu:",
      "  # two of them",
      "  count: 2",
      "  vendor: nvidia",
      "  model: P40",
      '  compute-capability: "6.1"',
      "# The host's identity, SHA256:x.",
      `host-key: ${hostKey}`,
      'state-version: "24.05"',
      "modules:",
      "  - ./neon/configuration.nix",
      "",
    ].join("\n"),
  )
})

test("where the fleet says what GPU hosts have, the file doesn't", async () => {
  expect(await importedHostText({ ...found, vendor: true })).not.toContain(
    "gpu:",
  )
})
