import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

type Row = {
  readonly name: string
  readonly example: string
  readonly "compute-capabilities": readonly string[]
  readonly "cuda-last": string | null
  readonly "driver-branch": string
  readonly "closed-module": boolean
  readonly "open-module": boolean
  readonly torch: string | null
  readonly sources: readonly string[]
}

type Torch = {
  readonly cuda?: string
  readonly from: string
  readonly package: string
  readonly rocm?: string
  readonly vendor: string
  readonly version: string | null
}

type Source = {
  readonly says: string
  readonly where: string
  readonly read: string | null
}

type Table = {
  readonly generations: readonly Row[]
  readonly sources: Readonly<Record<string, Source>>
  readonly torch: Readonly<Record<string, Torch>>
  readonly wheels: Readonly<
    Record<string, { readonly capabilities: readonly string[] }>
  >
}

const page = "docs/gpus.md"
const head = `# GPUs

<!-- Written by build/gpu-page.ts from nix/data/gpu-generations.json. -->

\`gpu\` in a host's file decides which driver, kernel module and torch the host
gets. The host's own Nix configuration overrides each of them.

\`\`\`yaml
gpu:
  vendor: nvidia # nvidia | amd | none
  model: GeForce GTX 1060 6GB
  compute-capability: "6.1" # nvidia-smi --query-gpu=compute_cap --format=csv
  torch: wheel # wheel | nixpkgs; default: as in the tables
  count: 1 # how many there are; or, by nvidia-smi -L, uuids: [GPU-…]
\`\`\`

Each GPU that is declared by \`count\` or \`uuids\` must answer: a deployment is
refused where one is missing, and leads back where one is missing after the
activation. Without them, it leads back only if one has stopped answering.

Of several GPUs, \`hosts add\` takes the one with the most memory; name another
one if you want that to compute. All GPUs of a host share one driver. sdops
warns of a GTX 10xx, which has only the closed kernel module, beside an RTX
50xx, which has only the open one: one of them will be idle.

Without \`compute-capability\`, an NVIDIA host gets nixpkgs' stable driver and
torch, and must set \`hardware.nvidia.open\` itself. Drivers before 495 don't
report the capability: take it from the table below. To see whether a host has
what fits its GPU:

\`\`\`console
$ sdops doctor lithium --only reach,gpu,app/torch
\`\`\`
`

const afterGenerations = `
Kernels for 6.0 run on 6.1: within a major version the lower minor one serves
the higher. That is why the wheels for CUDA 12.6 serve a GTX 1060, and why those
for CUDA 12.8 and later don't: they begin at 7.0 and 7.5. PyPI's last torch for
CUDA 12.6 is 2.7.1. No torch is compiled on the host: nixpkgs' torch for CUDA
comes from a cache, or the deployment is refused.

The wheels are for Python 3.13, the Python whose packages nixpkgs' cache has;
ComfyUI's other dependencies come from there. For AMD, torchaudio is PyPI's
without its compiled part, which is for CUDA and which ComfyUI never calls.

\`torch: nixpkgs\` is refused for a generation that has wheels in the table if
nixpkgs' cuDNN is 9.12 or later, which no longer supports those GPUs.

On aarch64, ComfyUI has a kornia that can't read or write image files, since
nixpkgs has no kornia-rs there; ComfyUI doesn't ask it to.

A nixpkgs older than a legacy branch has that branch as production, and it is
taken from there. Evaluation refuses a driver that no longer supports the GPU,
and an open kernel module for a GPU that has none.

A board with NVSwitch, such as HGX with eight H200, needs
\`hardware.nvidia.datacenter.enable = true\` in the host's own configuration,
and gets NixOS' data center driver with its fabric manager. A host's own
\`hardware.nvidia.branch\`, \`package\` and \`open\` override it.
A vGPU, such as an A40-8Q, needs the driver of its vGPU software as
\`hardware.nvidia.package\`. The K80's driver has a licence, which you accept
with \`nixpkgs.config.nvidia.acceptLicense = true\`.

A GPU in MIG mode computes with its instances: \`doctor\` says when it has none.
What was wrong before a deployment, such as a corrupted infoROM or a lost GPU,
is a note in the plan and not held against the candidate. A GPU that answered
before and no longer does is, and the deployment is rolled back.
`

/** The text of docs/gpus.md. */
export async function gpuPage(root: string): Promise<string> {
  const path = join(root, "nix", "data", "gpu-generations.json")
  const table = JSON.parse(await readFile(path, "utf8")) as Table
  const parts = [
    head,
    "\n## NVIDIA, by generation\n\n",
    grid(
      ["generation", "such as", "capability", "driver", "module", "torch"],
      table.generations.map((row) => [
        row.name,
        row.example,
        row["compute-capabilities"].join(", "),
        `\`${row["driver-branch"]}\``,
        moduleOf(row),
        row.torch === null ? "none" : `\`${row.torch}\``,
      ]),
    ),
    afterGenerations,
    "\n## Where torch comes from\n\n",
    grid(
      ["torch", "vendor", "comes from", "version", "package"],
      Object.entries(table.torch).map(([name, torch]) => [
        `\`${name}\``,
        torch.vendor,
        torch.from === "wheel" ? `wheels for ${lineOf(torch)}` : "nixpkgs",
        torch.version ?? "nixpkgs'",
        `\`${torch.package}\``,
      ]),
    ),
    "\n## What torch's wheels have kernels for\n\n",
    grid(
      ["CUDA", "capabilities"],
      Object.entries(table.wheels).map(([cuda, { capabilities }]) => [
        cuda,
        capabilities.join(", "),
      ]),
    ),
    "\n## Sources\n\n",
    grid(
      ["source", "for", "where", "read"],
      Object.entries(table.sources).map(([name, source]) => [
        name,
        source.says,
        source.where,
        source.read?.slice(0, 12) ?? "from memory",
      ]),
    ),
    `\nBy generation: ${table.generations
      .map(({ name, sources }) => `${name} ${sources.join(", ")}`)
      .join("; ")}.\n`.replaceAll(/(.{1,78})(?:\s|$)/g, "$1\n"),
  ]
  return parts.join("")
}

/** Which kernel modules drive it; the first is taken. */
function moduleOf(row: Row): string {
  if (!row["open-module"]) return "closed"
  return row["closed-module"] ? "open, closed" : "open"
}

function lineOf({ cuda, rocm }: Torch): string {
  return cuda === undefined ? `ROCm ${rocm}` : `CUDA ${cuda}`
}

/** A Markdown table whose columns are as wide as oxfmt makes them. */
function grid(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = head.map((_, n) =>
    Math.max(3, ...[head, ...rows].map((row) => row[n]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(" | ")} |\n`
  const rule = line(widths.map((width) => "-".repeat(width)))
  return line(head) + rule + rows.map(line).join("")
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..")
  await writeFile(join(root, page), await gpuPage(root))
}
