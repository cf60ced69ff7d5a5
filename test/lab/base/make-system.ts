// Runs in a mount namespace of its own, so that no mount outlives it.
// Arguments: folder to work in, layer with /opt/sdlab, layer with the packages.
// The result is the folder's `upper`.
import { cp, mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { must } from "../run.ts"
import { shape } from "./shape/shape.ts"

const [folder = "", options = "", packages = ""] = process.argv.slice(2)
const repository = join(import.meta.dirname, "..", "..", "..")
const root = join(folder, "root")
const inside = ["env", "-i", "HOME=/root", "PATH=/usr/sbin:/usr/bin"]

await mount()
await shape(root)
import { existsSync } from "node:fs" // TEMP
if (existsSync(join(repository, "test/standins/nixpkgs/flake.nix"))) {
  await storeNixpkgs()
  if (existsSync(join(repository, "test/standins/boot-loader/install")))
    await installInitialSystem()
}

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
  const from = join(repository, "test/standins/nixpkgs")
  const to = join(root, "tmp/source")
  await cp(from, to, { dereference: true, recursive: true })
  const path = await nix("store", "add-path", "--name", "source", "/tmp/source")
  await writeFile(join(root, "etc/sdlab/nixpkgs"), `${path}\n`)
}

async function installInitialSystem(): Promise<void> {
  const from = join(repository, "test/lab/initial")
  await cp(from, join(root, "tmp/initial"), { recursive: true })
  const [toplevel = "", drifted = ""] = (
    await nix(
      "build",
      "--impure",
      "--no-link",
      "--print-out-paths",
      "--file",
      "/tmp/initial/systems.nix",
      "toplevel",
      "drifted",
    )
  ).split("\n")
  const profile = "/nix/var/nix/profiles/system"
  await enter("nix-env", "-p", profile, "--set", toplevel)
  await writeFile(join(root, "etc/sdlab/drifted"), `${drifted}\n`)
  const rooted = "/nix/var/nix/gcroots/sdlab-drifted"
  await enter("ln", "-s", drifted, rooted)
  await enter(`/opt/sdlab/standins/boot-loader/install`, toplevel)
}
