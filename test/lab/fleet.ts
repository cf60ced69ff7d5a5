import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { LabHost } from "./host.ts"
import { LabProblem } from "./problem.ts"

type Json = { readonly [key: string]: unknown }

export type FleetEdits = {
  /** Path below `hosts/` → text: more files, or other ones. */
  readonly files?: Readonly<Record<string, string>>
  /** Merged into `hosts/fleet.yaml`. */
  readonly fleet?: Json
  /** Host's name → what is merged into `hosts/<name>.yaml`. */
  readonly hosts?: Readonly<Record<string, Json>>
  /** Host's name → modules beside its own: files in its folder, or INPUT#…. */
  readonly more?: Readonly<Record<string, readonly string[]>>
}

/** An inventory on disk for rehearsal hosts; dispose it to remove it. */
export type LabFleet = AsyncDisposable & {
  /** What makes sdops find the fleet and log in. */
  readonly environment: Readonly<Record<string, string>>
  /** The folder that has `hosts/`. */
  readonly root: string
}

const served = {
  enable: true,
  listen: ["0.0.0.0"],
  "open-firewall": true,
  port: 8188,
}

const initial = join(import.meta.dirname, "initial")
const nixos = join(import.meta.dirname, "nixos")

/**
 * Writes a fleet of rehearsal hosts as they are: pinned keys, the systems that
 * they run adopted as modules, the rehearsal nixpkgs as input, ComfyUI on
 * 8188. YAML is written as JSON, which it includes. In edits, an object merges
 * into an object and anything else replaces.
 */
export async function makeFleet(
  hosts: readonly LabHost[],
  edits: FleetEdits = {},
): Promise<LabFleet> {
  const [first] = hosts
  if (first === undefined) throw new LabProblem("a fleet needs a host")
  const root = await mkdtemp(join(tmpdir(), "sdops-fleet-"))
  const folder = join(root, "hosts")
  await mkdir(folder)
  const inputs = await inputsOf(first)
  // No cache has what is heavy here, and it takes no time.
  const policy = { "heavy-builds": "allow" }
  const shared = merge({ inputs, policy }, edits.fleet ?? {})
  await writeYaml(folder, "fleet", shared)
  for (const host of hosts) {
    const { modules, ...placed } = await placeModules(
      host,
      join(folder, host.name),
    )
    const more = (edits.more?.[host.name] ?? []).map((name) =>
      name.includes("#") ? name : `./${host.name}/${name}`,
    )
    const all = [...modules, ...more]
    const own = edits.hosts?.[host.name] ?? {}
    const about = { ...inventoryOf(host), ...placed, modules: all }
    await writeYaml(folder, host.name, merge(about, own))
  }
  for (const [path, text] of Object.entries(edits.files ?? {})) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const environment = {
    SDOPS_FLEET: root,
    SDOPS_SSH_CONFIG: join(first.lab.state, "ssh_config"),
  }
  const remove = () => rm(root, { force: true, recursive: true })
  return { environment, root, [Symbol.asyncDispose]: remove }
}

/** The nixpkgs that a host was built from, and the machine of one of NixOS. */
async function inputsOf(host: LabHost): Promise<Json> {
  const kind = await host.kind()
  const names = kind === "nixos" ? ["debian", "nixpkgs"] : ["nixpkgs"]
  const inputs = names.map(async (name) => {
    const path = (await host.exec(["cat", `/etc/sdlab/${name}`])).stdout
    return [name, `path:${path.trim()}`]
  })
  return Object.fromEntries(await Promise.all(inputs)) as Json
}

/** Copies the modules of a host's own system; answers what names them. */
async function placeModules(
  host: LabHost,
  folder: string,
): Promise<Json & { readonly modules: readonly string[] }> {
  if ((await host.kind()) === "nixos") {
    await mkdir(folder)
    const name = "configuration.nix"
    await cp(join(nixos, name), join(folder, name))
    const machine = ["machine", "comfyui"].map((one) => `nixosModules.${one}`)
    const modules = [
      `./${host.name}/${name}`,
      ...machine.map((one) => `debian#${one}`),
    ]
    const { torch: _, ...gpu } = gtx1060
    return { gpu, modules }
  }
  await cp(initial, folder, { recursive: true })
  await rm(join(folder, "systems.nix"))
  const fish = (await host.flavours()).includes("fish")
  if (!fish) await rm(join(folder, "fish.nix"))
  return { modules: modulesOf(host, fish) }
}

/** The modules of a stand-in's own system. */
function modulesOf(host: LabHost, fish: boolean): readonly string[] {
  const names = ["configuration", ...(fish ? ["fish"] : [])]
  const files = [...names, "hardware-configuration"]
  return files.map((file) => `./${host.name}/${file}.nix`)
}

const gtx1060 = {
  "compute-capability": "6.1",
  model: "GeForce GTX 1060 6GB",
  // So that there are heavy packages.
  torch: "nixpkgs",
  vendor: "nvidia",
}

/** What `hosts/<name>.yaml` says of a stand-in, before edits. */
function inventoryOf(host: LabHost): Json {
  return {
    address: host.address,
    "build-on": "host",
    gpu: gtx1060,
    "host-key": host.hostKey,
    modules: modulesOf(host, false),
    services: { comfyui: served },
    "state-version": "24.05",
    user: "root",
  }
}

/** Declares a host of a fleet once more, by another name. */
export async function twinOf(
  fleet: LabFleet,
  host: LabHost,
  name: string,
): Promise<void> {
  const folder = join(fleet.root, "hosts")
  await cp(join(folder, `${host.name}.yaml`), join(folder, `${name}.yaml`))
}

/** Changes a file below `hosts/` of a fleet, between two deployments. */
export async function editFleet(
  fleet: LabFleet,
  path: string,
  edit: (text: string) => string,
): Promise<void> {
  const file = join(fleet.root, "hosts", path)
  await writeFile(file, edit(await readFile(file, "utf8")))
}

async function writeYaml(folder: string, name: string, value: Json) {
  const text = `${JSON.stringify(value, null, 2)}\n`
  await writeFile(join(folder, `${name}.yaml`), text)
}

function merge(under: Json, over: Json): Json {
  const merged: Record<string, unknown> = { ...under }
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key]
    merged[key] = isJson(below) && isJson(value) ? merge(below, value) : value
  }
  return merged
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
