import type { Adoption } from "../../../adopt/result.ts"
import type { AdoptEvent } from "../../../adopt/event.ts"
import { table } from "../../table.ts"
import type { Theme } from "../../theme.ts"

/** A step as a line. */
export function adoptLine({ host, step, text }: AdoptEvent): string {
  return `${host}: ${step.padEnd("configuration".length)}  ${text}`
}

/** What was adopted, what is to be changed, and what comes next. */
export function adoptionText(
  adoption: Adoption,
  theme: Theme,
  columns?: number,
): string {
  const { files, gpu, host, nixpkgs, notes } = adoption
  const model = gpu.model ?? (gpu.vendor === "none" ? "none" : gpu.vendor)
  const capability = gpu["compute-capability"]
  const rows = [
    ["address", `${adoption.user}@${adoption.address}`],
    ...(adoption.port === undefined ? [] : [["port", `${adoption.port}`]]),
    ["host key", `${adoption.fingerprint}`],
    ["nixos", `${adoption.nixos ?? "unknown"}, ${adoption.platform}`],
    ["gpu", capability === undefined ? model : `${model} (${capability})`],
    ["nixpkgs", `${nixpkgs.reference}: ${nixpkgs.because}`],
    ["written", files.join(" ")],
  ]
  const change = adoption["to-change"].map(({ cure, file, line, what }) => [
    `${file}:${line}`,
    `${what}: ${cure}`,
  ])
  return [
    `${theme.good(theme.signs.good)} ${host} is adopted`,
    table(rows, { columns, indent: "  " }),
    ...(notes.length === 0
      ? []
      : [
          "notes",
          table(
            notes.map((note) => [note]),
            { columns, indent: "  " },
          ),
        ]),
    ...(change.length === 0
      ? []
      : [
          "to change before a deployment, since a flake sees these files only",
          table(change, { columns, indent: "  " }),
        ]),
    `next: sdops plan ${host}`,
  ].join("\n")
}
