import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

/**
 * Faults on demand: a file in the faults folder switches one on, and its text
 * is a number of seconds where one is needed. They are looked at when they
 * would strike, so that a test can change its mind.
 */
export type FaultName =
  | "black-image"
  | "crash"
  | "crash-later"
  | "dead-worker"
  | "hang"
  | "hold-jobs"
  | "hold-posts"
  | "job-seconds"
  | "no-kernel-image"
  | "not-ready"
  | "out-of-memory"
  | "slow-start"

export type Faults = {
  has(name: FaultName): boolean
  /** The file's number, `otherwise` if it has none, 0 without the file. */
  seconds(name: FaultName, otherwise?: number): number
}

/** The faults of a folder, which need not exist. */
export function faultsIn(folder: string | undefined): Faults {
  const path = (name: FaultName) => join(folder ?? "", name)
  const has = (name: FaultName) =>
    folder !== undefined && existsSync(path(name))
  return {
    has,
    seconds(name, otherwise = 0) {
      if (!has(name)) return 0
      const text = readFileSync(path(name), "utf8").trim()
      const number = Number(text)
      return text === "" || Number.isNaN(number) ? otherwise : number
    },
  }
}
