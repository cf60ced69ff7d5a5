import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { sliceOf } from "../../src/flake/slice.ts"
import type { Host } from "../../src/inventory/host.ts"
import { key } from "../builders/a-machine.ts"
import { leastHost, load, problemsOf } from "./make-fleet.ts"

const declared = (role: string) => ({ "hosts/x.yaml": `${leastHost}${role}\n` })

test("a host that builds and caches for others tells its modules", async () => {
  const fleet = await load(
    declared(
      "fleet-builder: {enable: true, features: [cuda], user: nix-build, " +
        `keys: ["${key} lithium"]}\n` +
        "fleet-cache: {enable: true, port: 5001, " +
        "secret-key-file: /run/sdops-secrets/cache-key}",
    ),
  )
  expect(sliceOf(fleet, fleet.hosts.get("x") as Host)).toMatchObject({
    "fleet-builder": {
      enable: true,
      features: ["cuda"],
      keys: [`${key} lithium`],
      user: "nix-build",
    },
    "fleet-cache": {
      enable: true,
      port: 5001,
      "secret-key-file": "/run/sdops-secrets/cache-key",
    },
  })
})

test("a host that does neither has the slice that it always had", async () => {
  const fleet = await load(declared(""))
  const slice = sliceOf(fleet, fleet.hosts.get("x") as Host)
  expect(Object.keys(slice).filter((it) => it.startsWith("fleet"))).toEqual([])
})

/** What is written, and where the problem is. */
test.each([
  ["fleet-cache: {enable: true}", "fleet-cache.secret-key-file"],
  ["fleet-cache: {secret-key-file: /k}", "fleet-cache.enable"],
  ["fleet-cache: {enable: true, secret-key-file: /nix/store/x-key}", "store"],
  ["fleet-cache: {enable: true, secret-key-file: key}", "secret-key-file"],
  ["fleet-cache: {enable: true, secret-key-file: /k, port: 0}", "a port"],
  ["fleet-cache: {enable: true, secret-key-file: /k, prot: 1}", "port?"],
  ["fleet-builder: {enable: yes please}", "fleet-builder.enable"],
  ["fleet-builder: {enable: true, keys: [AAAA]}", "a host"],
  [
    'fleet-builder: {enable: true, keys: ["ssh-ed25519 AAAA a\\nssh-rsa B"]}',
    "a host",
  ],
  ["fleet-builder: {enable: true, features: [a b]}", "cuda"],
  ["fleet-builder: {enable: true, user: -x}", "user"],
] as const)("%s is refused at its place", async (role, says) => {
  const problems = await problemsOf(declared(role))
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(/^hosts\/x\.yaml:\d+:\d+/)
  expect(problems[0]).toContain(says)
})

test.each(["builders", "caches"])(
  "what docs/%s.md says loads",
  async (page) => {
    const text = readFileSync(
      new URL(`../../docs/${page}.md`, import.meta.url),
      "utf8",
    )
    const [, example = ""] =
      /```yaml\n# hosts\/neon\.yaml\n([^]*?)```/u.exec(text) ?? []
    const whole = example.replace("ssh-ed25519 AAAA… lithium", `${key} lithium`)
    expect(whole).toContain("fleet-")
    expect(await problemsOf(declared(whole))).toEqual([])
  },
)
