import { access, mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { LabMissing } from "../problem.ts"
import { installPackages } from "../requirements.ts"
import { must, run } from "../run.ts"
import type { Lab } from "../settings.ts"
import { findMirror } from "./mirror.ts"
import { excludedPaths, packages, packagesKey } from "./packages.ts"

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

/**
 * The folder with the Debian packages, made by mmdebstrap once and kept as a
 * tarball, so that the network is needed only when the list changes. Call it
 * under the lock "base".
 */
export async function packagesLayer(
  lab: Lab,
  wanted: readonly string[] = packages,
): Promise<string> {
  const key = packagesKey(lab, wanted)
  const folder = join(lab.directory, `packages-${key}`)
  if (await exists(folder)) return folder
  const tarball = join(lab.directory, "cache", `packages-${key}.tar.zst`)
  const partial = `${folder}.partial`
  await rm(partial, { force: true, recursive: true })
  await mkdir(join(lab.directory, "cache"), { recursive: true })
  if (await exists(tarball)) await unpack(tarball, partial)
  else await bootstrap(lab, wanted, { folder: partial, tarball })
  await rename(partial, folder)
  return folder
}

async function unpack(tarball: string, folder: string): Promise<void> {
  await mkdir(folder)
  const unzip = ["--numeric-owner", "-I", "zstd"]
  await must(["tar", "-C", folder, ...unzip, "-xf", tarball])
}

async function bootstrap(
  lab: Lab,
  wanted: readonly string[],
  { folder, tarball }: { readonly folder: string; readonly tarball: string },
): Promise<void> {
  const mirror = await findMirror(lab)
  if (!(await exists(keyring))) {
    await installPackages(["debian-archive-keyring"])
  }
  const argv = [
    ["mmdebstrap", "-q", "--mode=root", `--keyring=${keyring}`],
    ["--variant=apt", `--include=${wanted.join(",")}`],
    ['--aptopt=APT::Install-Recommends "false"'],
    excludedPaths.map((path) => `--dpkgopt=path-exclude=${path}`),
    nixOptions(lab, mirror),
    ["--dpkgopt=force-unsafe-io", lab.suite, folder],
    [`deb ${mirror} ${lab.suite} main`],
  ].flat()
  const ran = await run(argv, { deadline: 600 })
  if (ran.exit !== 0) {
    const lines = ran.stderr.trim().split("\n")
    const why = lines.find((line) => /^\s*(?:Could|Err|E: F)/.test(line))
    const because = why?.trim() ?? lines.at(-1) ?? "no reason given"
    throw new LabMissing(
      `no packages from the Debian mirror ${mirror}: ${because}`,
    )
  }
  const partial = `${tarball}.partial`
  const zip = ["--numeric-owner", "-I", "zstd -3 -T0"]
  await must(["tar", "-C", folder, ...zip, "-cf", partial, "."])
  await rename(partial, tarball)
}

/**
 * Nix of another suite, with what it needs of there and nothing else. A
 * mirror's copy of one that is never released may be older than it may be.
 */
function nixOptions({ nixSuite }: Lab, mirror: string): readonly string[] {
  if (nixSuite === undefined) return []
  const list = "/etc/apt/sources.list.d/nix.list"
  const inside = [
    `echo "deb ${mirror} ${nixSuite} main" >${list}`,
    "apt-get -q -o Acquire::Check-Valid-Until=false update",
    `apt-get -q -y install -t ${nixSuite} nix-bin`,
  ]
  const hook = `chroot "$1" sh -euc '${inside.join("; ")}'`
  return [`--customize-hook=${hook}`]
}

export async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
