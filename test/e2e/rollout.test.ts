import { expect } from "vitest"
import type { RolloutResult } from "../../src/rollout/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { resultOf, sdops, type SdopsOptions } from "./sdops.ts"
import { untouched } from "./untouched.ts"

type Four = readonly [LabHost, LabHost, LabHost, LabHost]

const test = labTest.extend(
  "four",
  { scope: "file" },
  async ({ launchHost }): Promise<Four> =>
    Promise.all([launchHost(), launchHost(), launchHost(), launchHost()]).then(
      ([a, b, c, d]) => {
        const byName = (one: LabHost, other: LabHost) =>
          one.name < other.name ? -1 : 1
        return [a, b, c, d].toSorted(byName) as unknown as Four
      },
    ),
)

const waves = ["--canary", "1", "--wave", "2", "--yes"]

/** A fleet of these, some of which have a module that does not evaluate. */
function fleetOf(four: Four, broken: readonly LabHost[], port = 8188) {
  const nix = "{ services.opensshh.enable = true; }\n"
  const hosts = four.map((host) => {
    return [host.name, { services: { comfyui: { port } } }]
  })
  const files = broken.map(({ name }) => [`${name}/broken.nix`, nix])
  return makeFleet(four, {
    files: Object.fromEntries(files),
    hosts: Object.fromEntries(hosts),
    more: Object.fromEntries(broken.map(({ name }) => [name, ["broken.nix"]])),
  })
}

async function rolledOut(fleet: LabFleet, flags: readonly string[]) {
  const run = await sdops(fleet, ["rollout", ...flags, "--json"])
  return { ...(resultOf(run) as RolloutResult), run }
}

/** How many deployments each host has a record of. */
function deployments(hosts: readonly LabHost[]): Promise<number[]> {
  const list = "ls /nix/var/sdops/deploys 2>/dev/null | wc -l"
  return Promise.all(
    hosts.map(async (host) => Number((await host.exec(list)).stdout)),
  )
}

/** Kills sdops as soon as a line says that. */
function killedAt(line: RegExp): SdopsOptions {
  return {
    onLine: (said, kill) => {
      if (line.test(said)) kill("SIGKILL")
    },
  }
}

test("when the canary fails, the others are untouched", async ({ four }) => {
  const [a, b, c, d] = four
  await using fleet = await fleetOf(four, [a])

  const result = await untouched(b, () =>
    untouched(c, () =>
      untouched(d, () =>
        rolledOut(fleet, ["all", ...waves, "--max-failures", "3"]),
      ),
    ),
  )

  expect(result.run.exit).toBe(1)
  expect(result.hosts).toMatchObject([{ host: a.name, verdict: "failed" }])
  expect(result.stopped).toBe(`the canary ${a.name} is failed`)
  expect(result["not-started"]).toEqual([b.name, c.name, d.name])
  expect((await b.sessions()).handshakes).toBe(0)
})

test("a wave that fails comes to its end, and no other starts", async ({
  four,
}) => {
  const [a, b, c, d] = four
  await using fleet = await fleetOf(four, [b])

  const result = await untouched(d, () => rolledOut(fleet, ["all", ...waves]))

  expect(result.run.exit).toBe(1)
  expect(result.hosts).toMatchObject([
    { host: a.name, verdict: "committed" },
    { host: b.name, verdict: "failed" },
    { host: c.name, verdict: "committed" },
  ])
  expect(result.stopped).toBe(`${b.name} is failed; none may fail`)
  expect(result["not-started"]).toEqual([d.name])
  expect(await deployments(four)).toEqual([1, 0, 1, 0])
  // It came to its end, so there is nothing to resume.
  const again = await sdops(fleet, ["rollout", "--resume"])
  expect(again.exit).toBe(1)
  expect(again.stderr).toContain("SDOPS_NO_ROLLOUT")
})

test("killed twice and resumed: no host twice, none skipped", async ({
  four,
}) => {
  const [a, b, , d] = four
  await using fleet = await fleetOf(four, [], 8199)
  const before = await deployments(four)

  const first = killedAt(new RegExp(`${b.name} plan done`, "u"))
  const killed = await sdops(fleet, ["rollout", "all", ...waves], first)
  expect(killed.signal).toBe("SIGKILL")
  expect(killed.stderr).toContain(`${a.name} committed`)

  const second = killedAt(new RegExp(`${d.name} commit done`, "u"))
  const resume = ["rollout", "--resume", "--yes"]
  const resumed = await sdops(fleet, resume, second)
  expect(resumed.signal).toBe("SIGKILL")
  expect(resumed.stderr).not.toContain(`${a.name} connect`)

  const result = await rolledOut(fleet, ["--resume", "--yes"])
  expect(result.run.exit).toBe(0)
  expect(result["not-started"]).toEqual([])
  expect(result.hosts.map(({ host, verdict }) => [host, verdict])).toEqual(
    four.map(({ name }) => [name, "committed"]),
  )
  const after = await deployments(four)
  expect(after).toEqual(before.map((count) => count + 1))
}, 600_000)
