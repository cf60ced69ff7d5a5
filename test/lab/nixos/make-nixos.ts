// Runs in namespaces of its own, so that no mount or process outlives it.
// Arguments: folder to work in, layer with /opt/sdlab, layer with the packages,
// nixpkgs and a name for its content, a compiled switch-to-configuration, the
// kept /nix. The result is the folder's `upper`; where it fails, /nix keeps
// what was built.
import {
  copyFile,
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises"
import { join } from "node:path"
import { exists } from "../base/packages-layer.ts"
import { must, run } from "../run.ts"
import { shapeNixos } from "./shape-nixos.ts"

const [folder = "", options = "", packages = "", ...others] =
  process.argv.slice(2)
const [tree = "", treeKey = "", program = "", kept = ""] = others
const memory = join(folder, "memory")
const upper = join(folder, "upper")
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
await build().then(install).finally(keep)
await layOut()

async function mount(): Promise<void> {
  const beside = join(folder, "work")
  for (const name of [root, upper, beside]) await mkdir(name)
  await stack(root, [options, packages], upper, beside)
  await must(["mount", "-t", "proc", "proc", `${root}/proc`])
  await must(["mount", "--rbind", "/dev", `${root}/dev`])
  await must(["mount", "--rbind", "/sys", `${root}/sys`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/run`])
  await must(["mount", "-t", "tmpfs", "tmpfs", `${root}/tmp`])
  // In memory, as Nix writes and removes thousands of small files.
  await mkdir(memory)
  await must(["mount", "-t", "tmpfs", "-o", "size=4g", "tmpfs", memory])
  const parts = ["upper", "work"].map((name) => join(memory, name))
  const below = ["store", "var"].map((name) => join(kept, name))
  for (const path of [...parts, ...below, join(root, "nix")])
    await mkdir(path, { recursive: true })
  const [over = "", work = ""] = parts
  await stack(`${root}/nix`, [kept], over, work)
  await mkdir(join(root, "debian"))
  await must(["mount", "--bind", packages, `${root}/debian`])
  await mkdir(join(root, "tmp/nixpkgs"))
  await must(["mount", "--bind", "-o", "ro", tree, `${root}/tmp/nixpkgs`])
  // The loader's builder asks that it be mounted.
  await mkdir(join(root, "boot"), { recursive: true })
  await must(["mount", "--bind", `${root}/boot`, `${root}/boot`])
}

/** Mounts layers, the upper one of which takes what is written. */
async function stack(
  at: string,
  lower: readonly string[],
  over: string,
  work: string,
): Promise<void> {
  const layers = `lowerdir=${lower.join(":")},upperdir=${over},workdir=${work}`
  await must(["mount", "-t", "overlay", "overlay", "-o", layers, at])
}

/** The machine as a flake, with the program that was compiled for it. */
async function placeSources(): Promise<void> {
  const to = join(root, "tmp/debian")
  await cp(join(here, "debian"), to, { recursive: true })
  await copyFile(program, join(to, "switch-to-configuration"))
  await cp(standIn, join(to, "comfyui"), { recursive: true })
  for (const name of ["comfyui.nix", "machine.nix", "nvidia-machine.nix"])
    await copyFile(join(here, name), join(to, name))
  for (const name of ["configuration.nix", "system.nix"])
    await copyFile(join(here, name), join(root, "tmp", name))
}

async function enter(...argv: string[]): Promise<string> {
  const spaces = ["unshare", "--mount", "--propagation", "private"]
  const script = ["sh", "-euc", entering, root]
  return must([...spaces, ...script, ...argv], { deadline: 1200 })
}

/** Store paths: two flakes, and the system that is made of them. */
type Built = Readonly<Record<"debian" | "nixpkgs" | "toplevel", string>>

async function build(): Promise<Built> {
  const features = ["--extra-experimental-features", "nix-command flakes"]
  const sandbox = "/debian /usr /lib /lib64 /bin/sh=/bin/bash-static"
  const offline = ["--option", "substituters", ""]
  // A database that is lost is made again; each of its waits costs.
  const quick = ["--option", "fsync-metadata", "false"]
  const nix = ["nix", ...features, ...offline, ...quick]
  const add = [...nix, "store", "add-path", "--name"]
  // Some 60,000 files, which are there already.
  const known = join(kept, `nixpkgs-${treeKey}`)
  const there = await readlink(known).catch(() => "/nothing")
  const nixpkgs = (await exists(join(root, there)))
    ? there
    : await enter(...add, "source", "/tmp/nixpkgs")
  // It leads nowhere where an earlier run was killed.
  await rm(known, { force: true })
  await symlink(nixpkgs, known)
  const debian = await enter(...add, "debian", "/tmp/debian")
  const file = ["--impure", "--file", "/tmp/system.nix", "--no-link"]
  const paths = ["--argstr", "nixpkgs", nixpkgs, "--argstr", "debian", debian]
  const jobs = ["--print-out-paths", "--max-jobs", "auto"]
  const more = [...jobs, "--option", "sandbox-paths", sandbox]
  const toplevel = await enter(...nix, "build", ...file, ...paths, ...more)
  return { debian, nixpkgs, toplevel }
}

/** Generation 1, entered at the boot loader by NixOS' own builder. */
async function install({ debian, nixpkgs, toplevel }: Built): Promise<void> {
  // Debian's is empty, and the first boot makes one.
  await rm(join(root, "etc/machine-id"), { force: true })
  const profile = "/nix/var/nix/profiles/system"
  const roots = "/nix/var/nix/gcroots/sdlab"
  for (const path of ["profiles", "gcroots/sdlab"])
    await rm(join(root, "nix/var/nix", path), { force: true, recursive: true })
  await enter("mkdir", "-p", "/nix/var/nix/profiles")
  await enter("nix-env", "-p", profile, "--set", toplevel)
  await enter("mkdir", "-p", roots, "/boot/loader/entries")
  for (const [name, path] of Object.entries({ debian, nixpkgs }))
    await enter("ln", "-s", path, `${roots}/${name}`)
  const wrapper = join(root, toplevel, "bin/switch-to-configuration")
  const text = await readFile(wrapper, "utf8")
  const loader = /INSTALL_BOOTLOADER='?([^'\n]+)/.exec(text)?.[1] ?? ""
  const environment = ["env", "NIXOS_INSTALL_BOOTLOADER=1"]
  await enter(...environment, ...loader.split(" "), toplevel)
  await shapeNixos(root)
  for (const [name, path] of Object.entries({ debian, nixpkgs, toplevel }))
    await writeFile(join(root, "etc/sdlab", name), `${path}\n`)
}

/** Writes down what was built, also where something has failed. */
async function keep(): Promise<void> {
  const partial = join(kept, "partial")
  for (const name of await readdir(join(memory, "upper/store"))) {
    const [from, to] = [
      join(root, "nix/store", name),
      join(kept, "store", name),
    ]
    await rm(partial, { force: true, recursive: true })
    const there = await run(["cp", "-a", from, partial])
    await rm(to, { force: true, recursive: true })
    // What Nix has removed is in the listing, too.
    if (there.exit === 0) await rename(partial, to)
  }
  // Last: what the database names must be there.
  await rm(partial, { force: true, recursive: true })
  await must(["cp", "-a", join(root, "nix/var"), partial])
  await rm(join(kept, "var"), { recursive: true })
  await rename(partial, join(kept, "var"))
}

/** The layer's store shares the kept one's files, which nobody changes. */
async function layOut(): Promise<void> {
  const to = join(upper, "nix")
  await mkdir(to, { recursive: true })
  await must(["cp", "-a", join(kept, "var"), join(to, "var")])
  await must(["cp", "-al", join(kept, "store"), join(to, "store")])
}
