import { execFileSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import type { DeployResult } from "../../src/deploy/outcome/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { layPlainTools } from "../host/plain-tools.ts"
import { architecture } from "./builder.ts"
import { serves } from "./serves.ts"

const project = join(import.meta.dirname, "..", "..")

// The machine that sdops runs on: a rehearsal host, so that it has Nix.
const test = base.extend("control", { scope: "file" }, ({ launchHost }) =>
  launchHost({ mounts: [{ from: project, to: "/opt/sdops" }] }),
)

const homes = { ops: "/home/ops", root: "/root" } as const
type User = keyof typeof homes

/** Puts the fleet there, and the key that logs in to hosts. */
async function moveIn(
  control: LabHost,
  fleet: LabFleet,
  user: User = "root",
): Promise<void> {
  const home = homes[user]
  const words = ["-C", fleet.root, "-czf", "-", "."]
  const packed = execFileSync("tar", words).toString("base64")
  const script = `rm -rf ${home}/fleet; mkdir -p ${home}/fleet
    base64 -d | tar -C ${home}/fleet -xz; chown -R ${user} ${home}/fleet`
  await control.exec(script, { input: packed })
  const key = await readFile(join(control.lab.state, "id_ed25519"), "utf8")
  const place = `umask 077; mkdir -p ${home}/.ssh
    cat >${home}/.ssh/id_ed25519; chown -R ${user} ${home}/.ssh`
  await control.exec(place, { input: key })
}

/** Where a user has no more programs than a Mac has. */
const plain = "/opt/plain-tools"

async function layPlain(control: LabHost): Promise<void> {
  const script = `cat >/tmp/lay
    PATH=/run/current-system/sw/bin:$PATH sh /tmp/lay ${plain}`
  const laid = await control.exec(script, { input: layPlainTools })
  expect(laid.stderr).toBe("")
}

function commandOf(words: readonly string[], user: User = "root") {
  const home = homes[user]
  const path = user === "ops" ? [`PATH=${plain}`] : []
  const environment = [`HOME=${home}`, `SDOPS_FLEET=${home}/fleet`, ...path]
  const program = ["/opt/sdlab/node", "/opt/sdops/bin/run.js", ...words]
  return ["runuser", "-u", user, "--", "env", ...environment, ...program]
}

function sdopsOn(control: LabHost, words: readonly string[], user?: User) {
  return control.exec(commandOf(words, user), { deadline: 300 })
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

/** A host that control builds, with a torch of its own. */
function heavyFleet(host: LabHost, capability: string, seconds: number) {
  return makeFleet([host], {
    files: { [`${host.name}/heavy.nix`]: architecture(capability, seconds) },
    hosts: { [host.name]: { "build-on": "control" } },
    more: { [host.name]: ["heavy.nix"] },
  })
}

test("without Linux's own tools, by a user whom its Nix trusts", async ({
  control,
  host,
}) => {
  await layPlain(control)
  await using fleet = await heavyFleet(host, "9.0", 600)
  await moveIn(control, fleet, "ops")
  const build = ["deploy", host.name, "--goal", "build", "--yes"]
  const run = (...words: string[]) =>
    sdopsOn(control, [...words, "--json"], "ops")
  const refused = JSON.parse((await run(...build)).stdout) as DeployResult
  expect(refused.hosts[0]?.error).toMatchObject({
    code: "SDOPS_CONTROL_UNFIT",
    help: ["extra-trusted-users = ops   # in /etc/nix/nix.conf here"],
  })
  await control.exec(`
    cp --remove-destination "$(readlink -f /etc/nix/nix.conf)" /etc/nix/nix.conf
    echo 'extra-trusted-users = ops' >>/etc/nix/nix.conf
    systemctl restart nix-daemon.service`)

  // Killed, it goes on; who comes back sees it, and may end it.
  const program = commandOf([...build, "--verbose"], "ops").join(" ")
  await control.exec(`setsid ${program} >/tmp/deploy 2>&1 </dev/null &`)
  const building = "grep -q 'nvcc -gencode 9.0' /tmp/deploy"
  const begun = async () => (await control.exec(building)).exit === 0
  await waitFor(begun, { deadline: 120, what: "torch to be built" })
  await control.exec("pkill -KILL -u ops -f '[o]pt/sdops/bin/run.js'")
  const [row] = JSON.parse((await run("builds", "list")).stdout).builds
  expect(row).toMatchObject({
    hosts: [host.name],
    on: "control",
    state: "running",
  })
  const cancel = ["builds", "cancel", row.build, "--on", "control"]
  expect(JSON.parse((await run(...cancel)).stdout)).toMatchObject({ ran: true })
  // The daemon ends what it built for nix, which is gone.
  const left = "pgrep -u ops -f 'nix .*[b]uild --log' || pgrep -u nixbld1"
  const over = async () => (await control.exec(left)).stdout === ""
  await waitFor(over, { deadline: 20, what: "the build to be over" })
  const followed = await run("builds", "attach", row.build)
  expect(JSON.parse(followed.stdout).error.code).toBe("SDOPS_BUILD_ENDED")

  await using light = await heavyFleet(host, "9.1", 2)
  await moveIn(control, light, "ops")
  const { hosts } = JSON.parse((await run(...build)).stdout) as DeployResult
  const [result] = hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("built")
  expect(result?.sources?.copied).toEqual([
    { from: "control", paths: expect.any(Number) },
  ])
  const roots = await control.exec("ls /home/ops/.local/state/sdops/roots")
  expect(roots.stdout).toBe(`build-${host.name}\n`)
})
