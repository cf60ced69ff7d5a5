import type {
  LockedHost,
  NodesLocked,
  WheelChange,
} from "../../upkeep/nodes-result.ts"
import { sayFailure } from "./say-failure.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

/** A paragraph a host: its nodes, what moved, where it is written. */
export function nodesText(
  { hosts }: NodesLocked,
  theme: Theme,
  columns: number,
): string {
  return hosts.map((host) => hostText(host, theme, columns)).join("\n")
}

function hostText(host: LockedHost, theme: Theme, columns: number): string {
  if (host.error !== undefined) return sayFailure(host.error, theme, columns)
  const { changes, file, nodes, outcome, saved } = host
  const sign = theme.good(theme.signs.good)
  const head = ` ${sign} ${theme.strong(host.host)}  ${sum(host)}`
  const moved = changes.map((change) => [change.name, way(change)])
  const ignored = nodes.flatMap(({ ignored: lines, name }) =>
    lines.map((line) => `   ${theme.warn(theme.signs.warn)} ${name}: ${line}`),
  )
  const fate = saved ? `   wrote ${file}` : `   ${file} is unchanged`
  return [
    head,
    ...(moved.length > 0 ? [table(moved, { indent: "   " })] : []),
    ...(ignored.length > 0 ? ["   ignored:", ...ignored] : []),
    ...(outcome === "no-nodes" ? [] : [theme.dim(fate)]),
    ...(saved ? [theme.dim(`   next: sdops plan ${host.host}`)] : []),
  ].join("\n")
}

function sum({ nodes, outcome, saved, wheels }: LockedHost): string {
  if (outcome === "no-nodes")
    return saved ? "no custom nodes; removed the lock" : "no custom nodes"
  return `${count(nodes.length, "custom node")}, ${count(wheels, "wheel")}`
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`
}

function way({ from, to }: WheelChange): string {
  if (from === undefined) return `+ ${to}`
  return to === undefined ? `- ${from}` : `${from} → ${to}`
}
