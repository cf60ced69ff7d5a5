import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** A host that can't take the deploy lock for now. */
export type Starting = AsyncDisposable & {
  /** Until a deployment waits to take it. */
  readonly reached: () => Promise<unknown>
  readonly goOn: () => Promise<void>
  /** Until that deployment has a record that is not final. */
  readonly begun: () => Promise<unknown>
}

const unit = "holds-the-mutex"
const mutex = "/nix/var/sdops/mutex"

/**
 * Stands still just before a host takes the deploy lock: what is exclusive
 * there waits for us.
 */
export async function whileStarting(host: LabHost): Promise<Starting> {
  await host.exec(`
    rm -f /run/${unit}
    systemd-run --quiet --collect --unit=${unit} \\
      flock ${mutex} sh -c ': >/run/${unit}; exec sleep infinity'
    until [ -f /run/${unit} ]; do sleep 0.05; done`)
  const goOn = async () => {
    await host.exec(`systemctl stop ${unit}`)
  }
  const waits = `
    for folder in /proc/[0-9]*; do
      [ "$(tr '\\0' ' ' <$folder/cmdline 2>/dev/null)" != 'flock 8 ' ] ||
        echo waits
    done`
  const holds = "cat /nix/var/sdops/lock/holder 2>/dev/null || true"
  const says = (script: string) => async () =>
    (await host.exec(script)).stdout !== ""
  return {
    begun: () => waitFor(says(holds), { deadline: 20, what: "the lock" }),
    goOn,
    reached: () =>
      waitFor(says(waits), { deadline: 60, what: "a start that waits" }),
    [Symbol.asyncDispose]: goOn,
  }
}
