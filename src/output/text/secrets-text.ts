import type {
  HostSecrets,
  SecretsList,
  SecretsPushed,
} from "../../secrets/result.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"
import { sayFailure } from "./say-failure.ts"

export function secretsListText(
  { secrets }: SecretsList,
  _: Theme,
  columns: number,
): string {
  if (secrets.length === 0) return "no host has secrets"
  const rows = secrets.map(({ from, host, mode, owner, path, units }) => [
    host,
    path,
    `${owner} ${mode}`,
    from,
    units.join(" "),
  ])
  return table(rows, { columns })
}

/** One line of a host that has its secrets. */
export function secretsLine({ changed, error, host }: HostSecrets): string {
  if (error !== undefined) return `${host}  failed`
  return `${host}  ${changed.length === 0 ? "unchanged" : changed.join(", ")}`
}

export function secretsPushedText(
  { hosts }: SecretsPushed,
  theme: Theme,
  columns: number,
): string {
  if (hosts.length === 0) return "no host has secrets"
  return hosts.map((host) => hostText(host, theme, columns)).join("\n")
}

function hostText(host: HostSecrets, theme: Theme, columns: number): string {
  const { error, left, restarted } = host
  if (error !== undefined) return sayFailure(error, theme, columns)
  return [
    secretsLine(host),
    ...(restarted.length > 0 ? [`  restarted ${restarted.join(", ")}`] : []),
    ...left.map((unit) => `  ${unit} has the old value until it starts again`),
  ].join("\n")
}
