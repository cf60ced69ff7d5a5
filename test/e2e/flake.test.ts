import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { nar } from "../../src/flake/nar.ts"
import { readTree } from "../../src/flake/read-folder.ts"
import { flakeChecked } from "../../src/upkeep/evaluating/check-result.ts"
import { updateResult } from "../../src/upkeep/update-result.ts"
import { restore } from "../flake/restore.ts"
import { type LabFleet, editFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { wrongs } from "./mistakes.ts"
import { deployed, sdops } from "./sdops.ts"

const dotfiles = "/srv/dotfiles"

/** A host whose flake has an input that moves: a folder on it. */
const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    await writeDotfiles(host, "first")
    const fleet = await makeFleet([host], {
      fleet: { inputs: { dotfiles: `path:${dotfiles}` } },
      hosts: {
        [host.name]: {
          policy: { "heavy-builds": "allow" },
        },
      },
      more: { [host.name]: ["dotfiles#nixosModules.base"] },
    })
    onCleanup(() => fleet[Symbol.asyncDispose]())
    return fleet
  },
)

async function writeDotfiles(host: LabHost, motd: string): Promise<void> {
  const input = `{
    outputs = _: {
      nixosModules.base.environment.etc."dotfiles".text = "${motd}";
    };
  }`
  const script = `mkdir -p ${dotfiles}; cat >${dotfiles}/flake.nix`
  expect((await host.exec(script, { input })).exit).toBe(0)
}

function lockOf(fleet: LabFleet): Promise<string> {
  return readFile(join(fleet.root, "hosts", "flake.lock"), "utf8")
}

async function updated(fleet: LabFleet, words: readonly string[] = []) {
  const run = await sdops(fleet, ["update", ...words, "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  return updateResult.parse(JSON.parse(run.stdout))
}

/** What has become of the inputs, each word once. */
function changesOf({ inputs }: Awaited<ReturnType<typeof updated>>) {
  return [...new Set(inputs.map(({ change }) => change))]
}

async function checked(fleet: LabFleet, words: readonly string[] = []) {
  const run = await sdops(fleet, ["flake", "check", ...words, "--json"])
  return { exit: run.exit, ...flakeChecked.parse(JSON.parse(run.stdout)) }
}

test("the first update locks all inputs on a host", async ({ fleet, host }) => {
  const dry = await updated(fleet, ["--dry-run"])
  expect(dry.saved).toBe(false)
  expect(await readdir(join(fleet.root, "hosts"))).not.toContain("flake.lock")

  const first = await updated(fleet)
  const isNixos = (await host.kind()) === "nixos"
  const inputs = [...(isNixos ? ["debian"] : []), "dotfiles", "nixpkgs"]
  expect(first).toMatchObject({
    inputs: inputs.map((input) => ({ change: "added", input })),
    on: host.name,
    saved: true,
  })
})

test("an input moves when it is named, and nothing else does", async ({
  fleet,
  host,
}) => {
  await writeDotfiles(host, "second")
  const before = await lockOf(fleet)
  const other = await updated(fleet, ["nixpkgs"])
  expect(changesOf(other)).toEqual(["same"])
  expect(await lockOf(fleet)).toBe(before)

  const run = await sdops(fleet, ["update", "dotfiles", "--on", host.name])
  expect(run.exit).toBe(0)
  expect(run.stdout).toMatch(/^dotfiles +moved +sha256-\S+ \S+ → sha256-/m)
  expect(run.stdout).toMatch(/^nixpkgs +same +sha256-/m)
  expect(run.stdout).toContain("saved hosts/flake.lock")
  expect(await lockOf(fleet)).not.toBe(before)
})

test("hosts are checked, each with its own failure", async ({
  fleet,
  host,
}) => {
  expect(await checked(fleet)).toMatchObject({
    exit: 0,
    hosts: [{ host: host.name, on: host.name, outcome: "ok", warnings: [] }],
  })
  const isNixos = (await host.kind()) === "nixos"
  const main = [
    `./${host.name}/configuration.nix`,
    ...(isNixos ? ["debian#nixosModules.machine"] : []),
  ]
  await using more = await makeFleet([host], {
    files: {
      "odd.nix": `{ warnings = [ "it is odd" ]; }\n`,
      "odd.yaml": JSON.stringify({
        address: "odd.invalid",
        gpu: { vendor: "none" },
        modules: [...main, "./odd.nix"],
      }),
      ...Object.fromEntries(
        Object.entries(wrongs).flatMap(([name, { code }]) => [
          [`${name}/own.nix`, code],
          [
            `${name}.yaml`,
            JSON.stringify({
              address: `${name}.invalid`,
              gpu: { vendor: "none" },
              modules: [...main, `./${name}/own.nix`],
            }),
          ],
        ]),
      ),
    },
  })
  const all = await checked(more, ["--on", host.name])
  expect(all.exit).toBe(1)
  for (const [name, { at }] of Object.entries(wrongs)) {
    const found = all.hosts.find(({ host }) => host === name)
    const {
      because = [],
      code,
      evidence = [],
      help,
      message = "",
    } = found?.error ?? {}
    expect([name, code]).toEqual([name, "SDOPS_EVALUATION_FAILED"])
    const said = [message, ...because].join("\n")
    expect(said).toContain(`hosts/${name}/own.nix${at}`)
    expect([said, ...evidence].join("\n")).not.toMatch(/\/nix\/|outputs\.nix/)
    expect(help?.[0]).toContain(`hosts/${name}/own.nix`)
  }
  const [mine, odd, wrong] = [host.name, "odd", "wrong"].map((name) =>
    all.hosts.find((one) => one.host === name),
  )
  expect(mine?.outcome).toBe("ok")
  expect(odd).toMatchObject({ outcome: "ok", warnings: ["it is odd"] })
  expect(wrong).toMatchObject({
    error: { code: "SDOPS_EVALUATION_FAILED", host: "wrong" },
    on: host.name,
    outcome: "failed",
  })
  expect(wrong?.error?.message).toContain("services.opnssh")
  const hosts = await readdir(join(more.root, "hosts"))
  expect(hosts).not.toContain("flake.lock")
})

test("what eject writes, nixos-rebuild and nix take without sdops", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const out = join(fleet.root, "ejected")
  const ran = await sdops(fleet, ["flake", "eject", out])
  expect([ran.exit, ran.stderr]).toEqual([0, ""])
  const named = [...(await readTree(fleet.root, "ejected"))].map(
    ([path, file]) => [path.replace("ejected/", ""), file] as const,
  )
  const folder = await restore(host, nar(new Map(named)))

  const check = await host.exec(
    `nix --extra-experimental-features 'nix-command flakes' flake check \
      --no-build --offline path:${folder}`,
    { deadline: 120 },
  )
  expect([check.exit, check.stderr.match(/^ *error.*/m)]).toEqual([0, null])

  const rebuild = await host.exec(
    `mkdir -p /tmp/rebuild; cd /tmp/rebuild
    export PATH=/run/current-system/sw/bin:$PATH
    NIX_CONFIG='experimental-features = nix-command flakes' \
      nixos-rebuild switch --flake path:${folder}#${host.name} --no-reexec`,
    { deadline: 240 },
  )
  expect([rebuild.exit, rebuild.exit === 0 || rebuild.stderr]).toEqual([
    0,
    true,
  ])
  const after = await host.system()
  expect(after.current).not.toBe(before.current)
  expect(after.profile).toBe(after.current)
  expect((await host.exec(["cat", "/etc/dotfiles"])).stdout).toBe("second")

  // The same system as sdops would deploy.
  const plan = await deployed(fleet, host.name, ["--dry-run"])
  expect(plan.plan?.candidate).toBe(after.current)
})

test("an input that is gone leaves the lock as it was", async ({
  fleet,
  host,
}) => {
  const before = await lockOf(fleet)
  await host.exec(`mv ${dotfiles} ${dotfiles}.gone`)
  const run = await sdops(fleet, ["update", "--json"])
  expect(run.exit).toBe(1)
  expect(JSON.parse(run.stdout).error.host).toBe(host.name)
  expect(await lockOf(fleet)).toBe(before)
  const files = await readdir(join(fleet.root, "hosts"))
  expect(files.filter((name) => name.includes("flake.lock"))).toEqual([
    "flake.lock",
  ])
})

test("a reference that was changed is locked anew by update alone", async ({
  fleet,
  host,
}) => {
  const place = `${dotfiles}.gone`
  await editFleet(fleet, "fleet.yaml", (text) => text.replace(dotfiles, place))
  const plan = await sdops(fleet, ["plan", host.name, "--json"])
  expect(plan.stdout).toContain("SDOPS_LOCK_STALE")
  expect(plan.stdout).toContain("sdops update")
  const result = await updated(fleet, ["nixpkgs"])
  expect(changesOf(result)).toEqual(["same"])
  expect(result.saved).toBe(true)
})
