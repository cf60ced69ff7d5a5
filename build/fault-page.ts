import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Cell, isEnd, stages } from "../test/matrix/cell.ts"
import { covering } from "../test/matrix/covering.ts"
import { type FaultName, faultNames, table } from "../test/matrix/table.ts"

const page = "docs/fault-matrix.md"
const head = `# Fault matrix

<!-- Written by build/fault-page.ts from test/matrix/table.ts. -->

What becomes of a deployment when something goes wrong at one of its stages, as
the tests run it on a rehearsal host: the deployment stands still at a named
point, the fault strikes, and what the host runs, boots and serves is looked at
past sdops once all is over. Jobs wait in the app all along. How it is run:
[development.md](development.md#the-fault-matrix).

- \`old\` is the system from before, \`new\` the one that is deployed, \`other\`
  what somebody else has brought.
- \`by hand\`: it serves once what sdops says was typed on the console.
- \`said\` is what sdops says while it can't know better, and nothing where it
  was killed; \`verdict\` is what \`sdops resume\` says afterwards. Without a
  record the host has never begun.
- The lock is free afterwards and nothing of sdops runs any more, in each cell.
- \`npm test\` runs each cell once, \`npm run soak\` round after round.
- \`NixOS\`: a host that is NixOS has gone through this cell, too.

All 184 cells have been run ten times in a row by the program of 2026-11-29,
eight hosts at a time on two cores, and each came out as stated:
[soak.log](soak.log). A round takes ten minutes there. Eight rounds before had
seven cells of 1,472 that didn't, and found:

- A look at the switch lock took it from a plain nixos-rebuild: mended.
- A full /run leaves the gate to luck: that cell has two ends.
- A full /run cut the probe short, which was taken for a host without a driver:
  mended.
- A connection that broke as soon as it stood ended sdops without a word, its
  host being safe: mended.
- A plain nixos-rebuild found the host free again, as it may: another two ends.
- Twice the cell struck at the gate before the gate was there: the cell waits.

On a host that is NixOS (nixpkgs 7beb50e7), the cells named so came out as
stated on 2026-11-29. One, the controller killed at the gate, was not seen to
its end at first, as systemd refused the test's own systemctl for a moment; it
came out as stated the next three times.

A minute lasts 5 s here, as all deadlines are shorter than the usual ones.
`

/** The page's text. */
export function faultPage(): string {
  return [head, ...faultNames.map(section)].join("\n")
}

function section(fault: FaultName): string {
  const onNixos = new Set(covering.map(String))
  const rows = stages.map((stage) => {
    const there = onNixos.has(`${stage},${fault}`) ? "yes" : ""
    return [stage, ...words(table[fault][stage]), there]
  })
  const titles = [
    ["stage", "runs", "boots", "profile", "serves", "jobs", "said", "verdict"],
    ["NixOS"],
  ].flat()
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)),
  )
  const line = (row: readonly string[], fill = " ") => {
    const cells = row.map((text, at) => text.padEnd(widths[at] ?? 0, fill))
    return `| ${cells.join(" | ")} |`
  }
  const rule = line(
    titles.map(() => ""),
    "-",
  )
  const all = [line(titles), rule, ...rows.map((row) => line(row))]
  return `## ${fault[0]?.toUpperCase()}${fault.slice(1)}\n\n${all.join("\n")}\n`
}

function words(cell: Cell): readonly string[] {
  if (!isEnd(cell)) return [`– ${cell.because}`, "", "", "", "", "", ""]
  const { boots, jobs, profile, runs, said, serves, verdict } = cell
  return [runs, boots, profile, serves, jobs, said, verdict]
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..")
  await writeFile(join(root, page), faultPage())
}
