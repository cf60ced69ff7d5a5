import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { evaluatedHosts } from "../../src/upkeep/evaluating/eval-result.ts"
import { nixpkgsOf } from "../flake/restore.ts"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { emptyFolder, putConfiguration, usual } from "./adopting.ts"
import { entry, sdops } from "./sdops.ts"
import { root } from "../cli/sdops.ts"

// What those do first who come with hosts of their own or from another tool.
const noPty = spawnSync("script", ["--version"]).status !== 0

test("a fleet that was begun is completed by the host itself", async ({
  host,
}) => {
  await putConfiguration(host, await usual(host))
  await using folder = await emptyFolder(host)
  const { address, name } = host
  const words = ["init", folder.root, "--host", `ops@${address}`]
  const begin = ["--name", name, "--app", "none", "--json"]
  const begun = await sdops(folder, [...words, ...begin])
  expect(JSON.parse(begun.stdout)).toMatchObject({ host: name })
  const looked = await sdops(folder, ["doctor", name, "--json"])
  const found = JSON.parse(looked.stdout).hosts[0].findings.find(
    ({ check }: { check: string }) => check === "inventory/complete",
  )
  expect(found.cure[0]).toBe(`sdops hosts add ${name}`)
  const edit = ["hosts", "edit", name, "--add", "tags=attic"]
  expect((await sdops(folder, edit)).exit).toBe(0)

  const adopt = ["hosts", "add", name, "--host-key", host.hostKey]
  const completed = await sdops(folder, [...adopt, "--json"])
  expect(completed.stdout).toContain('"GeForce GTX 1060 6GB"')
  const file = join(folder.root, "hosts", `${name}.yaml`)
  const text = await readFile(file, "utf8")
  expect(text).toContain("# root, or a user who can become root with sudo.")
  expect(text).not.toContain("It can't be deployed yet")
  const shown = await sdops(folder, ["hosts", "show", name, "--json"])
  expect(JSON.parse(shown.stdout).host).toMatchObject({
    address,
    gpu: { model: "GeForce GTX 1060 6GB", vendor: "nvidia" },
    "host-key": host.hostKey,
    modules: expect.arrayContaining([`./${name}/configuration.nix`]),
    "state-version": "24.05",
    tags: ["attic"],
    user: "ops",
  })
  const again = await sdops(folder, [...adopt, "--json"])
  expect(JSON.parse(again.stdout).error.code).toBe("SDOPS_HOST_EXISTS")
})

test("other tools' flakes are read by a real Nix", async ({ host }) => {
  await using folder = await emptyFolder(host)
  const flake = `{
    outputs = _: {
      colmenaHive.nodes = {
        argon.config.deployment = {
          sshOptions = [ ];
          tags = [ "closet" ];
          targetHost = "argon.lan";
          targetPort = 2222;
          targetUser = null;
        };
      };
      deploy = {
        sshUser = "ops";
        sshOpts = [ "-p" "2221" ];
        nodes.neon = {
          hostname = "neon.lan";
          profiles.system = { path = throw "never built"; sshUser = "ada"; };
        };
        nodes.xenon = { hostname = "xenon.lan"; profiles.system = { }; };
      };
    };
  }`
  // This machine's Nix is the host's.
  await writeFile(join(folder.root, "flake.nix"), flake)
  await putConfiguration(host, { "flake.nix": flake })
  const { SDOPS_SSH_CONFIG: config = "" } = folder.environment
  const far = `ssh -F '${config}' root@${host.name}`
  const nix = `#!/bin/bash
    words=("\${@/#'${folder.root}#'/'/etc/nixos#'}")
    exec ${far} "nix \${words[*]@Q}"`
  await writeFile(join(folder.root, "nix"), nix, { mode: 0o755 })
  const PATH = `${folder.root}:/usr/bin:/bin`
  const environment = { ...folder.environment, PATH }
  const add = async (source: string) => {
    const words = ["hosts", "import", source, folder.root, "--yes", "--json"]
    const run = await sdops({ environment }, words)
    return JSON.parse(run.stdout)
  }
  const nodes = await add("deploy-rs")
  expect(nodes.error).toBeUndefined()
  expect(nodes.added).toMatchObject([
    { address: "neon.lan", host: "neon", port: 2221, user: "ada" },
    { address: "xenon.lan", host: "xenon", port: 2221, user: "ops" },
  ])
  expect((await add("colmena")).added).toMatchObject([
    { address: "argon.lan", host: "argon", port: 2222, tags: ["closet"] },
  ])
  const broken = flake.replace('"neon.lan"', 'abort "a moose"')
  await putConfiguration(host, { "flake.nix": broken })
  const { error } = await add("deploy-rs")
  expect(error.code).toBe("SDOPS_IMPORT_SOURCE")
  expect(error.evidence.join("\n")).toContain("a moose")
})

test("nix run starts sdops by its own flake", async ({ host }) => {
  const files = ["flake.nix", "oclif.manifest.json", "package.json"]
  const parts = ["bin", "dist", "nix", ...files]
  const packed = spawnSync("tar", ["-cz", "-C", root, ...parts], {
    maxBuffer: 64 * 1024 * 1024,
  })
  const input = packed.stdout.toString("base64")
  const script = "mkdir -p /srv/sdops; base64 -d | tar -xz -C /srv/sdops"
  expect((await host.exec(script, { input })).exit).toBe(0)
  const nix = "nix --extra-experimental-features 'nix-command flakes'"
  const lock = `--override-input nixpkgs ${await nixpkgsOf(host)} --offline`
  const run = await host.exec(
    `HOME=/root ${nix} run ${lock} /srv/sdops -- hosts list --json`,
  )
  expect([run.exit, run.stdout]).toEqual([
    2,
    expect.stringContaining('"code": "SDOPS_NO_FLEET"'),
  ])
  const again = `HOME=/root ${nix} run ${lock} /srv/sdops -- --version`
  expect((await host.exec(again)).stdout).toMatch(/^sdops\/\d/)
}, 120_000)

test("a value of a configuration is evaluated, as a deployment has it", async ({
  host,
}) => {
  await using fleet = await makeFleet([host])
  const evaluated = async (...words: string[]) => {
    const run = await sdops(fleet, ["eval", host.name, ...words, "--json"])
    const { hosts } = evaluatedHosts.parse(JSON.parse(run.stdout))
    return { ...hosts[0], exit: run.exit }
  }
  expect(await evaluated("networking.hostName")).toEqual({
    exit: 0,
    host: host.name,
    on: host.name,
    value: host.name,
  })
  const text = `environment.etc."hostname".text`
  const applied = await evaluated(text, "--apply", "x: [ x ]")
  expect(applied.value).toEqual([`${host.name}\n`])
  const missing = await evaluated("services.moose")
  expect([missing.exit, missing.error?.code]).toEqual([
    1,
    "SDOPS_EVALUATION_FAILED",
  ])
  const shown = await sdops(fleet, ["eval", host.name, "networking.hostName"])
  expect(shown.stdout).toBe(`${host.name}\n`)
})

test.skipIf(noPty)(
  "Nix' prompt has a host's configuration",
  async ({ host }) => {
    await using fleet = await makeFleet([host])
    const refused = await sdops(fleet, ["repl", host.name, "--json"])
    expect(JSON.parse(refused.stdout).error.code).toBe("SDOPS_NEEDS_TERMINAL")
    const words = ["exec", process.execPath, entry, "repl", host.name]
    const child = spawn("script", ["-qec", words.join(" "), "/dev/null"], {
      env: { ...process.env, ...fleet.environment, TERM: "dumb" },
    })
    let text = ""
    const lines = [
      ["nix-repl>", 'config.networking.hostName + "-told"'],
      [`${host.name}-told`, ":q"],
    ]
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      if (!text.includes(lines[0]?.[0] ?? "\0")) return
      child.stdin.write(`${lines.shift()?.[1]}\n`)
    })
    const [exit] = await once(child, "close")
    expect([exit, text]).toEqual([
      0,
      expect.stringContaining(`"${host.name}-told"`),
    ])
  },
  60_000,
)
