import type { Host } from "./host.ts"

/** A command line that runs a command on a host, as root. */
export function onHost(
  { address, user }: Pick<Host, "address" | "user">,
  command: string,
): string {
  const root = user === "root" ? "" : "sudo "
  return `ssh ${user}@${address} ${root}${command}`
}
