import { expect, test } from "vitest"
import { leastHost, problemsOf } from "./make-fleet.ts"

test("all problems of all files come at once, in order", async () => {
  const found = await problemsOf({
    "hosts/a.yaml": `${leastHost}build-on: neom\nmodules: [./no.nix]\ntag: 1\n`,
    "hosts/b.yaml": "address: [\n",
    "hosts/c.yml": leastHost,
    "hosts/fleet.yaml": "builders: {neon: {address: n}}\n",
    "hosts/Upper_Case.yaml": "user: 3\n",
  })
  expect(found.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "hosts/Upper_Case.yaml:1:1 expected",
    "hosts/Upper_Case.yaml:1:1 address:",
    "hosts/Upper_Case.yaml:1:1 gpu.vendor:",
    "hosts/Upper_Case.yaml:1:7 user:",
    "hosts/a.yaml:3:11 build-on:",
    "hosts/a.yaml:4:11 modules.0:",
    "hosts/a.yaml:5:1 tag:",
    "hosts/b.yaml:2:1 not",
    "hosts/c.yml:1:1 expected",
  ])
})

test("hosts that share an address are a warning", async () => {
  const hosts = { "hosts/a.yaml": leastHost, "hosts/b.yaml": leastHost }
  expect(await problemsOf(hosts)).toEqual([
    "hosts/b.yaml:1:10 address: the same as that of a",
  ])
})

test.each(["all", "-a", "a_b", "A", "a.b", "a".repeat(64)])(
  "no host can be named %s",
  async (name) => {
    const [said] = await problemsOf({ [`hosts/${name}.yaml`]: leastHost })
    expect(said).toMatch(/^hosts\/[^ ]+:1:1 (no host can be named|expected)/)
  },
)
