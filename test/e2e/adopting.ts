import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "yaml"
import { adoption, type Adoption } from "../../src/adopt/result.ts"
import type { LabHost } from "../lab/host.ts"
import { sdops, type SdopsRun } from "./sdops.ts"

/** A folder that is, or is to become, a fleet. */
export type Folder = AsyncDisposable & {
  readonly environment: Readonly<Record<string, string>>
  readonly root: string
}

/** An empty folder from which rehearsal hosts are reached. */
export async function emptyFolder(host: LabHost): Promise<Folder> {
  const root = await mkdtemp(join(tmpdir(), "sdops-adopt-"))
  return {
    environment: {
      SDOPS_FLEET: root,
      SDOPS_SSH_CONFIG: join(host.lab.state, "ssh_config"),
    },
    root,
    [Symbol.asyncDispose]: () => rm(root, { force: true, recursive: true }),
  }
}

const lab = join(import.meta.dirname, "..", "lab")

/** A rehearsal host's own configuration, as people keep it. */
export async function usual(host: LabHost): Promise<Record<string, string>> {
  if ((await host.kind()) === "nixos") {
    const file = join(lab, "nixos", "configuration.nix")
    const hardware = "imports = [ ./hardware-configuration.nix ];"
    const text = await readFile(file, "utf8")
    return {
      "configuration.nix": text.replace("{\n", `{\n  ${hardware}\n`),
      "hardware-configuration.nix": "{ }\n",
    }
  }
  const initial = join(lab, "initial")
  const names = ["configuration.nix", "hardware-configuration.nix"]
  const texts = await Promise.all(
    names.map(async (name) => [
      name,
      await readFile(join(initial, name), "utf8"),
    ]),
  )
  return Object.fromEntries(texts) as Record<string, string>
}

/** Makes /etc/nixos of a host just these files; then runs a script there. */
export async function putConfiguration(
  host: LabHost,
  files: Readonly<Record<string, string>>,
  script = "",
): Promise<void> {
  const lines = Object.entries(files).flatMap(([path, text]) => [
    `mkdir -p "$(dirname '/etc/nixos/${path}')"`,
    `echo ${Buffer.from(text).toString("base64")} | base64 -d ` +
      `>'/etc/nixos/${path}'`,
  ])
  const begin = ["set -eu", "rm -rf /etc/nixos", "mkdir -p /etc/nixos"]
  const ran = await host.exec([...begin, ...lines, script].join("\n"))
  if (ran.exit !== 0) throw new Error(ran.stderr)
}

export type Added = {
  readonly run: SdopsRun
  /** Undefined when it was refused. */
  readonly adopted: Adoption | undefined
  readonly error: Failure | undefined
}

type Failure = {
  readonly because: readonly string[]
  readonly code: string
  readonly help: readonly string[]
  readonly message: string
}

/** Runs `sdops hosts add root@HOST --yes --json`. */
export async function added(
  folder: Folder,
  host: LabHost,
  flags: readonly string[] = ["--yes"],
): Promise<Added> {
  const nixpkgs = (await host.exec(["cat", "/etc/sdlab/nixpkgs"])).stdout.trim()
  const login = `root@${host.address}`
  const own = ["--name", host.name, "--nixpkgs", `path:${nixpkgs}`]
  const words = ["hosts", "add", login, "--json", ...own, ...flags]
  const run = await sdops(folder, words)
  const answer = JSON.parse(run.stdout) as { readonly error?: Failure }
  const { error } = answer
  const adopted = error === undefined ? adoption.parse(answer) : undefined
  return { adopted, error, run }
}

/**
 * Gives an adopted host what its hardware is, and more modules: a host that is
 * NixOS has Debian's programs, and serves by ComfyUI's stand-in.
 */
export async function addMachine(
  folder: Folder,
  host: LabHost,
  more: readonly string[] = [],
): Promise<void> {
  if ((await host.kind()) !== "nixos") return
  const debian = (await host.exec(["cat", "/etc/sdlab/debian"])).stdout.trim()
  const machine = ["comfyui", "machine"].map(
    (name) => `debian#nixosModules.${name}`,
  )
  await editYaml(folder, "fleet", (about) => ({
    ...about,
    inputs: { ...Object(about["inputs"]), debian: `path:${debian}` },
  }))
  await editYaml(folder, host.name, (about) => ({
    ...about,
    modules: [...(about["modules"] as string[]), ...more, ...machine],
  }))
}

/** Changes what a YAML file of a folder says; it is JSON afterwards. */
export async function editYaml(
  folder: Pick<Folder, "root">,
  name: string,
  edit: (about: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const path = join(folder.root, "hosts", `${name}.yaml`)
  const about = edit(parse(await readFile(path, "utf8")))
  await writeFile(path, `${JSON.stringify(about, null, 2)}\n`)
}

/** Everything in a folder, sorted. */
export async function everythingIn(folder: Folder): Promise<string[]> {
  const found = await readdir(folder.root, { recursive: true })
  return found.toSorted()
}
