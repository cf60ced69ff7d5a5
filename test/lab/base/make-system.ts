// Runs in namespaces of its own, so that no mount or process outlives it.
// Arguments: folder to work in, layer with /opt/sdlab, layer with the packages.
// The result is the folder's `upper`.
import { cp, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { assembleNixpkgs } from "../../standins/nixpkgs/assemble.ts"
import { must } from "../run.ts"
import { shape } from "./shape/shape.ts"

const [folder = "", options = "", packages = ""] = process.argv.slice(2)
const repository = join(import.meta.dirname, "..", "..", "..")
const root = join(folder, "root")
const inside = ["env", "-i", "HOME=/root", "PATH=/usr/sbin:/usr/bin"]

await mount()
await shape(root)
await storeNixpkgs()
await installSystems()
await enter("touch", "/etc/.updated", "/var/.updated")

async function mount(): Promise<void> {
  for (const name of ["root", "upper", "work"]) {
    await mkdir(join(folder, name), { recursive: true })
  }
  const lower = `lowerdir=${options}:${packages}`
  const upper = `upperdir=${folder}/upper,workdir=${folder}/work`
  const overlay = ["-o", `${lower},${upper}`, root]
  await must(["mount", "-t", "overlay", "overlay", ...overlay])
  await must(["mount", "-t", "proc", "proc", `${root}/proc`])
  await must(["mount", "--rbind", "/dev", `${root}/dev`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/run`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/tmp`])
}

async function enter(...argv: string[]): Promise<string> {
  return must(["chroot", root, ...inside, ...argv], { deadline: 240 })
}

async function nix(...argv: string[]): Promise<string> {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  return enter("nix", ...features, ...argv)
}

async function storeNixpkgs(): Promise<void> {
  await assembleNixpkgs(join(root, "tmp/source"))
  const path = await nix("store", "add-path", "--name", "source", "/tmp/source")
  await writeFile(join(root, "etc/sdlab/nixpkgs"), `${path}\n`)
}

/** Builds every system at once; the plain one becomes generation 1. */
async function installSystems(): Promise<void> {
  const from = join(repository, "test/lab/initial")
  await cp(from, join(root, "tmp/initial"), { recursive: true })
  const names = ["drifted", "fish", "plain"]
  const roots = "/nix/var/nix/gcroots/sdlab"
  await enter("mkdir", "-p", roots, "/etc/sdlab/systems")
  const file = ["--impure", "--file", "/tmp/initial/systems.nix", ...names]
  const printed = await nix("build", "--no-link", "--print-out-paths", ...file)
  const paths = printed.split("\n")
  for (const [index, name] of names.entries()) {
    const path = paths[index] ?? ""
    await writeFile(join(root, "etc/sdlab/systems", name), `${path}\n`)
    await enter("ln", "-s", path, `${roots}/${name}`)
  }
  const plain = paths[names.indexOf("plain")] ?? ""
  const profile = "/nix/var/nix/profiles/system"
  await enter("nix-env", "-p", profile, "--set", plain)
  await enter("/opt/sdlab/standins/boot-loader/install", plain)
}
