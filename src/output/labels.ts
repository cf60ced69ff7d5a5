import stringWidth from "string-width"
import { oneLine } from "../remote/one-line.ts"
import type { Theme } from "./theme.ts"

/** Puts a host's name before a line of it, coloured by the host. */
export type Labels = (host: string, line: string) => string

/** Labels of one width; each host keeps its colour. */
export function labels(hosts: readonly string[], theme: Theme): Labels {
  const width = Math.max(0, ...hosts.map((host) => stringWidth(host)))
  const paints = new Map(
    hosts.map((host, at) => [host, theme.hues[at % theme.hues.length]]),
  )
  return (host, line) => {
    const name = host + " ".repeat(Math.max(0, width - stringWidth(host)))
    const paint = paints.get(host) ?? theme.strong
    return `${paint(`${name} |`)} ${oneLine(line)}`
  }
}
