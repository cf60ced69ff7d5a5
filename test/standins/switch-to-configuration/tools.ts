import { existsSync, realpathSync } from "node:fs"

/** Programs of the running system, by absolute path: PATH may be anything. */
export type Tools = {
  readonly busctl: string
  readonly systemctl: string
}

/**
 * Tools of the system that runs before activation. What its sw/bin lacks, the
 * base of the host has.
 */
export function currentTools(system = "/run/current-system"): Tools {
  const folder = realpath(`${system}/sw/bin`) ?? "/usr/bin"
  const tool = (name: string): string =>
    existsSync(`${folder}/${name}`) ? `${folder}/${name}` : `/usr/bin/${name}`
  return { busctl: tool("busctl"), systemctl: tool("systemctl") }
}

/** Where a path leads to; undefined if nowhere. */
export function realpath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}
