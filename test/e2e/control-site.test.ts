import { execFileSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import type { DeployResult } from "../../src/deploy/outcome/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { serves } from "./serves.ts"

const project = join(import.meta.dirname, "..", "..")

// The machine that sdops runs on: a rehearsal host, so that it has Nix.
const test = base.extend("control", { scope: "file" }, ({ launchHost }) =>
  launchHost({ mounts: [{ from: project, to: "/opt/sdops" }] }),
)

/** Puts the fleet there, and the key that logs in to hosts. */
async function moveIn(control: LabHost, fleet: LabFleet): Promise<void> {
  const words = ["-C", fleet.root, "-czf", "-", "."]
  const packed = execFileSync("tar", words).toString("base64")
  const script = `rm -rf /root/fleet; mkdir -p /root/fleet
    base64 -d | tar -C /root/fleet -xz`
  await control.exec(script, { input: packed })
  const key = await readFile(join(control.lab.state, "id_ed25519"), "utf8")
  const place = "umask 077; mkdir -p /root/.ssh; cat >/root/.ssh/id_ed25519"
  await control.exec(place, { input: key })
}

function sdopsOn(control: LabHost, words: readonly string[]) {
  const environment = ["env", "HOME=/root", "SDOPS_FLEET=/root/fleet"]
  const program = ["/opt/sdlab/node", "/opt/sdops/bin/run.js"]
  const deadline = 300
  return control.exec([...environment, ...program, ...words], { deadline })
}

test("build-on: control builds here, and hosts get it through here", async ({
  control,
  host,
}) => {
  await using fleet = await makeFleet([host], {
    hosts: { [host.name]: { "build-on": "control" } },
  })
  await moveIn(control, fleet)
  const words = ["deploy", host.name, "--yes", "--json"]
  const run = await sdopsOn(control, words)
  const { hosts } = JSON.parse(run.stdout) as DeployResult
  const [result] = hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("committed")
  const places = new Set(result?.sources?.built.map(({ on }) => on))
  expect(places).toEqual(new Set(["control"]))
  expect(result?.sources?.copied).toEqual([
    { from: "control", paths: expect.any(Number) },
  ])
  expect((await host.system()).current).toBe(result?.candidate)
  await serves(host)
  // Nothing was built there, and what came is signed.
  const builds = await host.exec("ls /nix/var/sdops/builds 2>/dev/null || true")
  expect(builds.stdout).toBe("")
  const info = `nix --extra-experimental-features nix-command path-info \
    --json ${result?.candidate}`
  expect((await host.exec(info)).stdout).toContain("sdops-control-1:")
  const listed = await sdopsOn(control, ["builds", "list", "--json"])
  expect(JSON.parse(listed.stdout)).toMatchObject({
    builds: [{ hosts: [host.name], on: "control", state: "built" }],
  })
  // It is kept for the host, once.
  const roots = "cd /root/.local/state/sdops; ls roots; ls -d builds/*/result*"
  expect((await control.exec(`${roots} 2>/dev/null || true`)).stdout).toBe(
    `build-${host.name}\n`,
  )
})
