import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

type Row = {
  readonly name: string
  readonly example: string
  readonly "compute-capabilities": readonly string[]
  readonly "cuda-last": string | null
  readonly "driver-branch": string
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

\`gpu\` in a host's file decides which driver, which kernel module and which
torch the host gets. A host's own Nix configuration wins over each of them.

\`\`\`yaml
gpu:
  vendor: nvidia # nvidia | amd | none
  model: GeForce GTX 1060 6GB
  compute-capability: "6.1" # nvidia-smi --query-gpu=compute_cap --format=csv
  torch: wheel # wheel | nixpkgs; left out: as the tables say
\`\`\`

Without \`compute-capability\` an NVIDIA host gets what nixpkgs takes by itself:
its stable driver, and its own torch. To see whether a host has what fits its
GPU:

\`\`\`console
$ sdops doctor lithium --only reach,gpu,app/torch
\`\`\`
`

const afterGenerations = `
Kernels for 6.0 run on 6.1: within a major version the lower minor one serves
the higher. That is why the wheels for CUDA 12.6 serve a GTX 1060, and why those
for CUDA 12.8 and later don't: they begin at 7.0 and 7.5. torch 2.14 is the last
with wheels for CUDA 12.6. No generation's torch is compiled on the host:
nixpkgs' torch for CUDA comes from a cache, or the deployment is refused.

A nixpkgs from before a legacy branch was split off has that branch as
production, and it is taken from there. A driver that has left the GPU, and an
open kernel module for a GPU that has none, are refused when the host is
evaluated.

A board with NVSwitch, such as HGX with eight H200, needs
\`hardware.nvidia.datacenter.enable\` in the host's own configuration; the
tables are about the GPU alone.
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
        row["open-module"] ? "open" : "closed",
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
