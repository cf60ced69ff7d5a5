import type { HostShell } from "../../host/shell.ts"

/** Whether a connection lives. Errors: `connectionLost`. */
export async function signOfLife(shell: HostShell): Promise<void> {
  const { limits } = shell
  const during = "a sign of life"
  await shell.run({ deadline: limits.probe, during, script: "", variables: {} })
}
