import { type ChildProcess, spawn } from "node:child_process"
import { expect } from "vitest"
import {
  attachBuild,
  cancelBuild,
  listBuildsOn,
} from "../../src/host/build/builds.ts"
import { realise } from "../../src/host/build/realise.ts"
import { aboutText } from "../../src/host/build/build-about.ts"
import type { HostShell } from "../../src/host/shell.ts"
import { assignments } from "../../src/remote/script.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { on, shellOf } from "./rehearsed/machine.ts"
import { building, flake, planned, pushed } from "./rehearsed/tree.ts"

/** A build that lasts until `goOn`; it is known by its seconds. */
async function lasting(host: LabHost, seconds: number): Promise<string> {
  // What its sandbox has of ours is its processes.
  const text = flake(`/bin/busybox sleep ${seconds}; echo ${seconds} > $out`)
  const { source } = await pushed(shellOf(host), text)
  return planned(shellOf(host), source)
}

/** How often its builder runs. */
const builders = (host: LabHost, seconds: number) =>
  on(host, `pgrep -fc '^/bin/busybox [s]leep ${seconds}' || true`)

const begins = (host: LabHost, seconds: number) =>
  expect.poll(() => builders(host, seconds), { timeout: 20_000 }).toBe("1")

const goOn = (host: LabHost, seconds: number) =>
  on(host, `pkill -f '^/bin/busybox [s]leep ${seconds}'`)

const unitsOfBuilds = "systemctl list-units --plain --no-legend 'sdops-build-*'"

/** A shell over SSH, whose connection can be killed. */
function overSsh(host: LabHost) {
  const sessions: ChildProcess[] = []
  const shell: HostShell = {
    ...shellOf(host),
    run: ({ script, variables }) => {
      const argv = ["-F", host.sshConfig, host.name, "/bin/sh -s"]
      const session = spawn("ssh", argv)
      sessions.push(session)
      session.stdin.end(assignments(variables) + script)
      return new Promise((_, reject) =>
        session.on("close", () => reject(new Error("gone"))),
      )
    },
  }
  return { kill: () => sessions[0]?.kill("SIGKILL"), shell }
}

test("a build goes on without us; who asks again follows it", async ({
  host,
}) => {
  const system = await lasting(host, 43210)
  const far = overSsh(host)
  const lost = building(far.shell, system)
  await begins(host, 43210)
  far.kill()
  await expect(lost).rejects.toThrow("gone")
  const [listed, ...others] = await listBuildsOn(shellOf(host))
  expect(listed).toMatchObject({
    about: { hosts: ["tree"], what: "systems" },
    state: "running",
  })
  expect(others.map(({ state }) => state)).not.toContain("running")
  const lines: string[] = []
  const again = building(shellOf(host), system, (line) => {
    lines.push(line)
    if (line.includes(`build ${listed?.id}`)) void goOn(host, 43210)
  })
  expect(await again).toEqual({ collected: [], exit: 0 })
  expect(lines[0]).toBe(
    `sdops: follows the build ${listed?.id}, which runs already`,
  )
  expect(lines.join("\n")).not.toContain("that it began with")
  // It tells the whole of it, also what was said before.
  expect(lines.join("\n")).toContain(system)
  const root = "/nix/var/nix/gcroots/sdops/build-tree"
  expect(await on(host, `cat ${root}`)).toBe("43210")
  expect(await on(host, unitsOfBuilds)).toBe("")
  const seen: string[] = []
  const tell = (line: string) => void seen.push(line)
  const id = listed?.id ?? ""
  expect(await attachBuild(shellOf(host), id, tell)).toBe("built")
  expect(seen.join("\n")).toContain(system)
})

test("a build that is followed keeps its caches, and says so", async ({
  host,
}) => {
  const system = await lasting(host, 43213)
  const first = building(shellOf(host), system)
  await begins(host, 43213)
  const lines: string[] = []
  const again = realise(shellOf(host), {
    config: "connect-timeout = 7\n",
    deadline: 60,
    hosts: "",
    of: { host: "tree" },
    onLine: (line) => {
      lines.push(line)
      if (line.includes("that it began with")) void goOn(host, 43213)
    },
    wanted: [system],
  })
  expect(await again).toEqual({ collected: [], exit: 0 })
  expect(await first).toEqual({ collected: [], exit: 0 })
  const [listed] = await listBuildsOn(shellOf(host))
  expect(lines[1]).toBe(
    "sdops: it keeps the caches and builders that it began with; to begin " +
      `anew: sdops builds cancel ${listed?.id}`,
  )
})

test("a build that is cancelled leaves nothing that runs", async ({ host }) => {
  const system = await lasting(host, 43211)
  const asked = building(shellOf(host), system)
  const ended = expect(asked).rejects.toMatchObject({
    code: "SDOPS_BUILD_ENDED",
    message: expect.stringContaining("was cancelled"),
  })
  await begins(host, 43211)
  const [listed] = await listBuildsOn(shellOf(host))
  const id = listed?.id ?? ""
  expect(await cancelBuild(shellOf(host), id)).toEqual({ ran: true })
  await ended
  expect(await builders(host, 43211)).toBe("0")
  expect(await on(host, unitsOfBuilds)).toBe("")
  expect(await on(host, "pgrep -f '[n]ix .*build --log' || true")).toBe("")
  const left = await on(host, `ls /nix/var/sdops/builds/${id}`)
  expect(left).not.toMatch(/result|tmp/)
  const [after] = await listBuildsOn(shellOf(host))
  expect(after).toMatchObject({ id, state: "cancelled" })
  expect(await cancelBuild(shellOf(host), id)).toEqual({ ran: false })
})

test("a build that was ended from outside is asked for anew", async ({
  host,
}) => {
  const system = await lasting(host, 43212)
  const asked = building(shellOf(host), system)
  const ended = expect(asked).rejects.toMatchObject({
    code: "SDOPS_BUILD_ENDED",
    message: expect.stringContaining("from outside"),
  })
  await begins(host, 43212)
  await on(host, "systemctl kill --signal=KILL 'sdops-build-*'")
  await ended
  const [listed] = await listBuildsOn(shellOf(host))
  expect(listed?.state).toBe("lost")
  const again = building(shellOf(host), system)
  await begins(host, 43212)
  await goOn(host, 43212)
  expect(await again).toEqual({ collected: [], exit: 0 })
})

test("of builds that have ended, the newest are kept", async ({ host }) => {
  const builds = "/nix/var/sdops/builds"
  const old = `for at in $(seq 100 130); do
    mkdir -p ${builds}/$at
    touch ${builds}/$at/log ${builds}/$at/result
    echo 0 >${builds}/$at/exit
    touch -d @$at ${builds}/$at
  done`
  await on(host, old)
  const { source } = await pushed(shellOf(host), flake("echo newest > $out"))
  await building(shellOf(host), await planned(shellOf(host), source))
  const left = (await on(host, `ls -t ${builds}`)).split("\n")
  expect(left).toHaveLength(20)
  expect(left).toContain("130")
  expect(left).not.toContain("100")
  await on(host, `rm -rf ${builds}`)
})

test("a build replaces what older ones keep for the same hosts", async ({
  host,
}) => {
  const builds = "/nix/var/sdops/builds"
  const olds = {
    "another-host": ["other"],
    "more-hosts": ["tree", "other"],
    "same-host": ["tree"],
    unfinished: ["tree"],
  }
  for (const [id, hosts] of Object.entries(olds)) {
    const about = aboutText({ hosts, what: "systems" })
    await on(
      host,
      `mkdir -p ${builds}/${id}; cd ${builds}/${id}
      echo '${about}' >about
      ln -s /nix/store result; touch -d @100 run log
      ${id === "unfinished" ? "" : "echo 0 >exit"}`,
    )
  }
  const { source } = await pushed(shellOf(host), flake("echo replaces > $out"))
  await building(shellOf(host), await planned(shellOf(host), source))
  const left = await on(host, `cd ${builds}; ls -d */result`)
  expect(left.split("\n")).toEqual([
    "another-host/result",
    "more-hosts/result",
    "unfinished/result",
  ])
  await on(host, `rm -rf ${builds}`)
})

test("a machine without builds has none, and knows none", async ({ host }) => {
  const shell = shellOf(host)
  expect(await listBuildsOn(shell)).toEqual([])
  const nothing = "0".repeat(12)
  expect(await cancelBuild(shell, nothing)).toBeUndefined()
  expect(await attachBuild(shell, nothing, () => {})).toBeUndefined()
})
