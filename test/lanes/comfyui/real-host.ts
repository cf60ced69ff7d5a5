import { execFile } from "node:child_process"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { editFleet, type LabFleet, makeFleet } from "../../lab/fleet.ts"
import type { LabHost } from "../../lab/host.ts"
import type { Mount } from "../../lab/up.ts"
import { python, source } from "./real-server.ts"

/** Where a host has its Python, its packages and its source: see real.nix. */
const root = "/opt/comfyui"

/** What of the outer machine a host needs to run the real server. */
export async function realMounts(): Promise<readonly Mount[]> {
  const code =
    "import sys, sysconfig as s; " +
    "print(sys.base_prefix); print(s.get_path('purelib'))"
  const { stdout } = await promisify(execFile)(python ?? "", ["-c", code])
  const [base = "", packages = ""] = stdout.trim().split("\n")
  return [
    { from: base, to: `${root}/python` },
    { from: packages, to: `${root}/packages` },
    { from: source ?? "", to: `${root}/source` },
  ]
}

/** A fleet of one host whose ComfyUI is the real one, on the CPU. */
export async function realFleet(host: LabHost): Promise<LabFleet> {
  const input = "/srv/comfyui"
  const { exit, stderr } = await host.exec(
    `mkdir -p ${input}
    cp -r ${root}/source ${input}/source
    echo '{ outputs = _: { }; }' >${input}/flake.nix`,
    { deadline: 120 },
  )
  if (exit !== 0) throw new Error(stderr)
  return makeFleet([host], {
    files: {
      [`${host.name}/more.nix`]: "{ }\n",
      [`${host.name}/real.nix`]: await readFile(
        join(import.meta.dirname, "real.nix"),
        "utf8",
      ),
    },
    fleet: { inputs: { comfyui: `path:${input}` } },
    hosts: { [host.name]: { gpu: { vendor: "none" } } },
    more: { [host.name]: ["real.nix", "more.nix"] },
  })
}

/** Another text for the module of changes. */
export function change(
  fleet: LabFleet,
  host: LabHost,
  nix: string,
): Promise<void> {
  return editFleet(fleet, `${host.name}/more.nix`, () => nix)
}

/** Changes what the inventory says of the host. */
export const edit = (
  fleet: LabFleet,
  host: LabHost,
  from: string,
  to: string,
) => editFleet(fleet, `${host.name}.yaml`, (text) => text.replace(from, to))

/** A custom node among the host's own files. */
export async function node(
  fleet: LabFleet,
  host: LabHost,
  name: string,
  text: string,
): Promise<void> {
  const folder = join(fleet.root, "hosts", host.name, "nodes", name)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "__init__.py"), text)
}
