import { gzipSync } from "node:zlib"
import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { expect } from "vitest"
import { nar } from "../../src/flake/nar.ts"
import { evaluate, flakeLock } from "../../src/host/nix/evaluate.ts"
import { push } from "../../src/host/nix/push.ts"
import { realise } from "../../src/host/nix/realise.ts"
import type { HostShell } from "../../src/host/shell.ts"
import { assignments } from "../../src/remote/script.ts"
import { test } from "../lab/test.ts"
import { on, shellOf } from "./rehearsed/machine.ts"

/** A flake of one host, whose system is a file. */
const flake = (builder: string) => `{
  outputs = _: let
    toplevel = derivation {
      args = [ "-c" "${builder}" ];
      builder = "/bin/sh";
      name = "nixos-system-tree";
      system = "x86_64-linux";
    };
  in {
    nixosConfigurations.tree.config.system.build.toplevel = toplevel;
    sdops.tree = { system = toplevel.drvPath; toplevel = toplevel.outPath; };
  };
}
`

async function pushed(shell: HostShell, text: string) {
  const content = Buffer.from(text)
  const archive = nar(new Map([["flake.nix", { content, executable: false }]]))
  const hash = createHash("sha256").update(archive).digest("hex")
  return push(shell, { hash, nar: archive })
}

/** The system's derivation, as the plan names it. */
async function planned(shell: HostShell, source: string): Promise<string> {
  const asked = { config: "", survey: false, host: "tree", source }
  const { json = "" } = await evaluate(shell, asked)
  return (JSON.parse(json) as { system: string }).system
}

function building(shell: HostShell, system: string) {
  return realise(shell, {
    config: "",
    deadline: 60,
    hosts: "",
    of: { host: "tree" },
    onLine: () => {},
    wanted: [system],
  })
}

test("a tree arrives whole, once, for root alone", async ({ host }) => {
  const shell = shellOf(host)
  const text = flake("echo 'ä $(x)' > $out")
  const first = await pushed(shell, text)
  expect(first.present).toBe(false)
  expect(await on(host, `cat ${first.source}/flake.nix`)).toBe(text.trim())
  expect(await on(host, "stat -c %a /nix/var/sdops")).toBe("700")
  expect(await pushed(shell, text)).toEqual({ ...first, present: true })
})

test("a tree that was damaged on the way leaves nothing", async ({ host }) => {
  const archive = nar(new Map())
  const hash = "0".repeat(64)
  const other = gzipSync("another").toString("base64")
  const damaging: HostShell = {
    ...shellOf(host),
    run: (task) =>
      shellOf(host).run({
        ...task,
        variables: { ...task.variables, nar: other },
      }),
  }
  await expect(push(damaging, { hash, nar: archive })).rejects.toMatchObject({
    code: "SDOPS_HOST_SCRIPT",
    evidence: ["sdops: the source tree arrived incomplete"],
  })
  expect(await on(host, `ls /nix/var/sdops/sources | grep 000 || true`)).toBe(
    "",
  )
})

test("evaluation tells system and what building it takes", async ({ host }) => {
  const shell = shellOf(host)
  const { source } = await pushed(shell, flake("echo new > $out"))
  const input = { config: "", survey: true, host: "tree", source }
  const answer = await evaluate(shell, input)
  expect(answer).toMatchObject({ exit: 0 })
  const { system } = JSON.parse(answer.json ?? "") as { system: string }
  expect(system).toMatch(/^\/nix\/store\/.*-nixos-system-tree\.drv$/)
  expect(answer.graph).toMatch(new RegExp(`^${system} .*\\n> out i /nix`))
  expect(answer.settings).toMatch(/^substituters =/m)
})

test("an evaluation that fails is a result with Nix's words", async ({
  host,
}) => {
  const shell = shellOf(host)
  const { source } = await pushed(shell, "{ outputs = _: throw ''no luck''; }")
  const input = { config: "", survey: true, host: "tree", source }
  const answer = await evaluate(shell, input)
  expect(answer.exit).toBe(1)
  expect(answer.stderr).toContain("no luck")
  expect(answer.json).toBeUndefined()
})

test("a lock is made beside the pushed tree, not in it", async ({ host }) => {
  const shell = shellOf(host)
  const inputs = `inputs.n.url = "path:/etc/sdlab"; inputs.n.flake = false;`
  const { source } = await pushed(shell, `{ ${inputs} outputs = _: { }; }`)
  const answer = await flakeLock(shell, { config: "", source })
  expect(answer).toMatchObject({ exit: 0 })
  expect(JSON.parse(answer.lock ?? "").nodes.n).toBeDefined()
  expect(await on(host, `ls ${source} /nix/var/sdops`)).not.toContain("lock")
})

test("what was planned is built and GC-rooted", async ({ host }) => {
  const { source } = await pushed(shellOf(host), flake("echo built > $out"))
  const system = await planned(shellOf(host), source)
  const built = await building(shellOf(host), system)
  expect(built).toEqual({ collected: [], exit: 0 })
  const root = "/nix/var/nix/gcroots/sdops/build-tree"
  expect(await on(host, `cat ${root}`)).toBe("built")
})

test("a build that fails leaves the root of the last", async ({ host }) => {
  const root = "/nix/var/nix/gcroots/sdops/build-tree"
  const before = await on(host, `readlink ${root}`)
  const { source } = await pushed(shellOf(host), flake("exit 7"))
  const system = await planned(shellOf(host), source)
  const built = await building(shellOf(host), system)
  expect(built.exit).not.toBe(0)
  expect(built.collected).toEqual([])
  expect(await on(host, `readlink ${root}`)).toBe(before)
})

test("a derivation that was garbage collected is named", async ({ host }) => {
  const { source } = await pushed(shellOf(host), flake("echo gone > $out"))
  const system = await planned(shellOf(host), source)
  await on(host, `nix-store --delete --ignore-liveness ${system}`)
  const built = await building(shellOf(host), system)
  expect(built.exit).not.toBe(0)
  expect(built.collected).toEqual([system])
})

test("a build ends when its connection does", async ({ host }) => {
  const text = flake("/bin/busybox sleep 4321")
  const { source } = await pushed(shellOf(host), text)
  const system = await planned(shellOf(host), source)
  const sessions: ChildProcess[] = []
  const overSsh: HostShell = {
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
  const lost = building(overSsh, system)
  const builder = "pgrep -fc '[s]leep 4321' || true"
  await expect.poll(() => on(host, builder), { timeout: 20_000 }).toBe("1")
  sessions[0]?.kill("SIGKILL")
  await expect(lost).rejects.toThrow("gone")
  await expect.poll(() => on(host, builder), { timeout: 20_000 }).toBe("0")
  expect(await on(host, "pgrep -f '[n]ix build' || true")).toBe("")
})
