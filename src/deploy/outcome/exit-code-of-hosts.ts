import { exitCodes } from "../../errors/exit-codes.ts"
import type { HostResult } from "./result.ts"
import { worstExitCode } from "./verdict.ts"

/**
 * The exit code of several hosts: that of the worst verdict; 130 as soon as
 * one of them was stopped by a signal, whatever state it was left in.
 */
export function exitCodeOfHosts(hosts: readonly HostResult[]): number {
  const stopped = hosts.some(({ error }) => error?.code === "SDOPS_INTERRUPTED")
  if (stopped) return exitCodes.interrupted
  return worstExitCode(hosts.map(({ verdict }) => verdict))
}
