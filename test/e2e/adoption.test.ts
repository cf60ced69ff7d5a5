import { expect } from "vitest"
import { test } from "../lab/test.ts"
import {
  added,
  addMachine,
  emptyFolder,
  everythingIn,
  putConfiguration,
  usual,
} from "./adopting.ts"
import { adoptionCases } from "./adoption-cases.ts"
import { resultOf, sdops } from "./sdops.ts"

test("an empty folder becomes a fleet whose host can be deployed", async ({
  host,
}) => {
  await putConfiguration(host, await usual(host))
  await using folder = await emptyFolder(host)
  const before = await host.system()

  const { adopted, error, run } = await added(folder, host)
  expect(error).toBeUndefined()
  expect(run.exit).toBe(0)
  expect(adopted).toMatchObject({
    gpu: {
      "compute-capability": "6.1",
      model: "GeForce GTX 1060 6GB",
      vendor: "nvidia",
    },
    "host-key": host.hostKey,
    ready: true,
    "state-version": "24.05",
    "to-change": [],
  })
  expect(await host.system()).toEqual(before)

  await addMachine(folder, host)
  const words = ["deploy", host.name, "--yes", "--json"]
  const deployed = await sdops(folder, words)
  const [result] = resultOf(deployed).hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("committed")
})

test.for(adoptionCases)("a host $host", async (given, { expect, host }) => {
  await putConfiguration(host, given.files, given.script)
  await using folder = await emptyFolder(host)

  const flags = ["--yes", ...(given.flags ?? [])]
  const { adopted, error, run } = await added(folder, host, flags)

  if (typeof given.gives === "string") {
    expect(error?.code).toBe(given.gives)
    expect(run.exit).toBe(3)
    expect(await everythingIn(folder)).toEqual([])
  } else {
    const own = `hosts/${host.name}/`
    expect(error).toBeUndefined()
    expect(adopted?.files).toEqual(
      [
        "hosts/fleet.yaml",
        `hosts/${host.name}.yaml`,
        ...given.gives.map((file) => own + file),
      ].toSorted(),
    )
    expect(adopted?.ready).toBe(adopted?.["to-change"].length === 0)
  }
  const said = [
    ...(error?.because ?? []),
    ...(adopted?.notes ?? []),
    ...(adopted?.["to-change"] ?? []).map(
      ({ cure, file, line, what }) =>
        `${file.replace(/^hosts\/[^/]+\//, "")}:${line}: ${what}: ${cure}`,
    ),
  ]
  for (const wanted of given.says ?? [])
    expect(
      said.some((line) =>
        typeof wanted === "string" ? line.includes(wanted) : wanted.test(line),
      ),
      `${String(wanted)} in ${said.join("\n")}`,
    ).toBe(true)
  for (const unwanted of given.never ?? [])
    expect(said.filter((line) => unwanted.test(line))).toEqual([])
})

test("a host without nixos-rebuild", async ({ expect, host }) => {
  const place = "$(readlink -f /run/current-system/sw/bin/nixos-rebuild)"
  const script = `: >/run/nothing; mount --bind /run/nothing "${place}"`
  await putConfiguration(host, await usual(host), script)
  await using fleet = await emptyFolder(host)
  expect((await added(fleet, host)).error).toBeUndefined()
  await addMachine(fleet, host)
  const words = ["deploy", host.name, "--goal", "build", "--yes", "--json"]
  const [result] = resultOf(await sdops(fleet, words)).hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("built")
})

test("a host key is pinned by a yes only, and nothing is overwritten", async ({
  host,
}) => {
  await putConfiguration(host, { "configuration.nix": "{ }" })
  await using folder = await emptyFolder(host)
  const unasked = await added(folder, host, [])
  expect(unasked.error?.code).toBe("SDOPS_NEEDS_YES")
  expect(unasked.error?.message).toMatch(/ssh-ed25519 SHA256:/)
  expect(await everythingIn(folder)).toEqual([])

  const given = await added(folder, host, ["--host-key", host.hostKey])
  expect(given.error).toBeUndefined()
  const first = await everythingIn(folder)
  const again = await added(folder, host)
  expect(again.error?.code).toBe("SDOPS_HOST_EXISTS")
  expect(await everythingIn(folder)).toEqual(first)
})

test("a flake's host is adopted by the command that its refusal names", async ({
  expect,
  host,
  skip,
}) => {
  const isNixos = (await host.kind()) === "nixos"
  skip(isNixos, "a flake of a user's own has no module of Debian's programs")
  const texts = await usual(host)
  const nixpkgs = (await host.exec(["cat", "/etc/sdlab/nixpkgs"])).stdout.trim()
  const flake = `{
    inputs.nixpkgs.url = "path:${nixpkgs}";
    outputs = { nixpkgs, self }@inputs: {
      nixosConfigurations.box = nixpkgs.lib.nixosSystem {
        modules = [ ./configuration.nix ./own.nix ];
        specialArgs = { inherit inputs; motd = "of my flake"; };
      };
      nixosModules.box = ./configuration.nix;
    };
  }`
  const own = `{ inputs, motd, ... }: {
    imports = [ inputs.self.nixosModules.box ];
    environment.etc.motd.text = motd;
  }`
  const files = { ...texts, "flake.nix": flake, "own.nix": own }
  await putConfiguration(host, files)
  await using folder = await emptyFolder(host)
  const refused = await added(folder, host)
  expect(refused.error?.code).toBe("SDOPS_FLAKE_HOST")
  const [help = ""] = refused.error?.help ?? []
  const [, reference = ""] = / --flake (\S+)/.exec(help) ?? []
  expect(reference).toBe("path:/etc/nixos#nixosConfigurations.box")

  const { adopted } = await added(folder, host, ["--yes", "--flake", reference])
  expect(adopted?.files).toEqual([
    "hosts/fleet.yaml",
    `hosts/${host.name}.yaml`,
  ])
  const words = ["deploy", host.name, "--goal", "build", "--json"]
  const [result] = resultOf(await sdops(folder, words)).hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("built")
  const motd = await host.exec(
    "cat /nix/var/nix/gcroots/auto/*/etc/motd ||" +
      " find /nix/store -maxdepth 3 -path '*/etc/motd' -exec cat {} +",
  )
  expect(motd.stdout).toContain("of my flake")

  await using other = await emptyFolder(host)
  const module = "path:/etc/nixos#nixosModules.box"
  const second = await added(other, host, ["--yes", "--flake", module])
  expect(second.error).toBeUndefined()
  const [built] = resultOf(await sdops(other, words)).hosts
  expect(built?.verdict).toBe("built")
})

test("whoever may not become root is told so, at that hop", async ({
  expect,
  launchFlavoured,
}) => {
  const host = await launchFlavoured("no-elevation")
  await using folder = await emptyFolder(host)
  const login = `ops@${host.address}`
  const words = ["hosts", "add", login, "--name", "x", "--yes", "--json"]
  const run = await sdops(folder, words)
  expect(JSON.parse(run.stdout).error).toMatchObject({
    code: "SDOPS_NO_ELEVATION",
    stage: "elevation",
  })
  expect(await everythingIn(folder)).toEqual([])
})
