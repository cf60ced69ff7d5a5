import { access, constants } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { LabMissing } from "./problem.ts"
import { run } from "./run.ts"
import type { Lab } from "./settings.ts"

/** Program → Debian package that has it. */
const tools = {
  bridge: "iproute2",
  flock: "util-linux",
  ip: "iproute2",
  mmdebstrap: "mmdebstrap",
  nsenter: "util-linux",
  ssh: "openssh-client",
  "ssh-keygen": "openssh-client",
  "systemd-nspawn": "systemd-container",
  unshare: "util-linux",
  zstd: "zstd",
} as const

/**
 * Makes sure that a lab can live here, installing missing Debian packages.
 * Errors: LabMissing, one sentence that says what is missing.
 */
export async function requireLab(lab: Lab): Promise<void> {
  if (process.platform !== "linux") {
    throw new LabMissing(`rehearsal hosts need Linux, not ${process.platform}`)
  }
  if (process.getuid?.() !== 0) {
    throw new LabMissing("rehearsal hosts need root")
  }
  await requireNamespaces()
  await requireTools(lab, Object.keys(tools) as Tool[])
}

type Tool = keyof typeof tools

async function requireNamespaces(): Promise<void> {
  const argv = ["unshare", "--mount", "--net", "--pid", "--fork", "true"]
  const tried = await run(argv).catch(() => undefined)
  if (tried?.exit !== 0) {
    throw new LabMissing(
      "rehearsal hosts need mount, network and pid namespaces",
    )
  }
}

async function requireTools(lab: Lab, wanted: Tool[]): Promise<void> {
  const found = await Promise.all(wanted.map(isOnPath))
  const absent = wanted.filter((_, index) => !found[index])
  if (absent.length === 0) return
  const packages = [...new Set(absent.map((tool) => tools[tool]))]
  const list = packages.join(" ")
  if (!lab.install || !(await isOnPath("apt-get"))) {
    throw new LabMissing(`rehearsal hosts need these packages: ${list}`)
  }
  await installPackages(packages)
}

/** Errors: LabMissing where apt can't install them. */
export async function installPackages(packages: string[]): Promise<void> {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" }
  const quiet = ["-y", "-qq", "--no-install-recommends"]
  const argv = ["apt-get", "install", ...quiet, ...packages]
  const options = { deadline: 300, environment }
  if ((await run(argv, options)).exit === 0) return
  await run(["apt-get", "update", "-qq"], options)
  const ran = await run(argv, options)
  if (ran.exit === 0) return
  const last = ran.stderr.trim().split("\n").at(-1) ?? ""
  throw new LabMissing(`can't install ${packages.join(" ")}: ${last}`)
}

async function isOnPath(program: string): Promise<boolean> {
  const folders = (process.env["PATH"] ?? "").split(delimiter)
  const looks = folders.map((folder) =>
    access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(looks)).includes(true)
}
