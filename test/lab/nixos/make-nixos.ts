// Runs in namespaces of its own, so that no mount or process outlives it.
// Arguments: folder to work in, layer with /opt/sdlab, layer with the packages,
// nixpkgs, a compiled switch-to-configuration. The result is the folder's
// `upper`.
import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { must } from "../run.ts"
import { shapeNixos } from "./shape-nixos.ts"

const [folder = "", options = "", packages = "", tree = "", program = ""] =
  process.argv.slice(2)
const memory = join(folder, "memory")
const root = join(folder, "root")
const here = import.meta.dirname
const standIn = join(here, "..", "..", "standins", "comfyui")

/** Whoever is in a chroot may make no user namespace, which Nix wants. */
const entering = `cd "$0"
mkdir -p run/outer
pivot_root . run/outer
umount -l /run/outer
exec chroot . env -i HOME=/root PATH=/usr/sbin:/usr/bin "$@"`

await mount()
await placeSources()
const [nixpkgs, debian, toplevel] = await build()
await install()

async function mount(): Promise<void> {
  // In memory, as Nix writes thousands of small files and waits for each.
  await mkdir(memory)
  await must(["mount", "-t", "tmpfs", "-o", "size=4g", "tmpfs", memory])
  for (const name of [root, `${memory}/upper`, `${memory}/work`])
    await mkdir(name)
  const lower = `lowerdir=${options}:${packages}`
  const upper = `upperdir=${memory}/upper,workdir=${memory}/work`
  const overlay = ["-o", `${lower},${upper}`, root]
  await must(["mount", "-t", "overlay", "overlay", ...overlay])
  await must(["mount", "-t", "proc", "proc", `${root}/proc`])
  await must(["mount", "--rbind", "/dev", `${root}/dev`])
  await must(["mount", "--rbind", "/sys", `${root}/sys`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/run`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/tmp`])
  await mkdir(join(root, "debian"))
  await must(["mount", "--bind", packages, `${root}/debian`])
  await mkdir(join(root, "tmp/nixpkgs"))
  await must(["mount", "--bind", "-o", "ro", tree, `${root}/tmp/nixpkgs`])
  // The loader's builder asks that it be mounted.
  await mkdir(join(root, "boot"), { recursive: true })
  await must(["mount", "--bind", `${root}/boot`, `${root}/boot`])
}

/** The machine as a flake, with the program that was compiled for it. */
async function placeSources(): Promise<void> {
  const to = join(root, "tmp/debian")
  await cp(join(here, "debian"), to, { recursive: true })
  await copyFile(program, join(to, "switch-to-configuration"))
  await cp(standIn, join(to, "comfyui"), { recursive: true })
  for (const name of ["comfyui.nix", "machine.nix"])
    await copyFile(join(here, name), join(to, name))
  for (const name of ["configuration.nix", "system.nix"])
    await copyFile(join(here, name), join(root, "tmp", name))
}

async function enter(...argv: string[]): Promise<string> {
  const spaces = ["unshare", "--mount", "--propagation", "private"]
  const script = ["sh", "-euc", entering, root]
  return must([...spaces, ...script, ...argv], { deadline: 1200 })
}

async function build(): Promise<string[]> {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  const sandbox = "/debian /usr /lib /lib64 /bin/sh=/bin/bash-static"
  const offline = ["--option", "substituters", ""]
  const nix = ["nix", ...features, ...offline]
  const add = [...nix, "store", "add-path", "--name"]
  const nixpkgs = await enter(...add, "source", "/tmp/nixpkgs")
  const debian = await enter(...add, "debian", "/tmp/debian")
  const file = ["--impure", "--file", "/tmp/system.nix", "--no-link"]
  const paths = ["--argstr", "nixpkgs", nixpkgs, "--argstr", "debian", debian]
  const more = ["--print-out-paths", "--option", "sandbox-paths", sandbox]
  const built = await enter(...nix, "build", ...file, ...paths, ...more)
  return [nixpkgs, debian, built]
}

/** Generation 1, entered at the boot loader by NixOS' own builder. */
async function install(): Promise<void> {
  // Debian's is empty, and the first boot makes one.
  await rm(join(root, "etc/machine-id"), { force: true })
  const profile = "/nix/var/nix/profiles/system"
  const roots = "/nix/var/nix/gcroots/sdlab"
  await enter("nix-env", "-p", profile, "--set", toplevel ?? "")
  await enter("mkdir", "-p", roots, "/boot/loader/entries")
  for (const [name, path] of Object.entries({ debian, nixpkgs }))
    await enter("ln", "-s", path ?? "", `${roots}/${name}`)
  const wrapper = join(root, toplevel ?? "", "bin/switch-to-configuration")
  const text = await readFile(wrapper, "utf8")
  const loader = /INSTALL_BOOTLOADER='?([^'\n]+)/.exec(text)?.[1] ?? ""
  const environment = ["env", "NIXOS_INSTALL_BOOTLOADER=1"]
  await enter(...environment, ...loader.split(" "), toplevel ?? "")
  await shapeNixos(root)
  for (const [name, path] of Object.entries({ debian, nixpkgs, toplevel }))
    await writeFile(join(root, "etc/sdlab", name), `${path}\n`)
  await must(["cp", "-a", join(memory, "upper"), join(folder, "upper")])
}
