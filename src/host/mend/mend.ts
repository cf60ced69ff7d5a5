import type { HostShell } from "../shell.ts"
import { unitSchema } from "../store-path.ts"
import mendScript from "./mend.sh"

/** A cure that takes nothing from anybody, so nobody has to be asked. */
export type Mend =
  | { readonly action: "forget" | "nodes" }
  | { readonly action: "restart" | "start"; readonly unit: string }

/** What a cure runs on the host. */
export function sayMend(mend: Mend): string {
  switch (mend.action) {
    case "forget":
      return "rm -f /root/.cache/nix/binary-cache-v*.sqlite"
    case "nodes":
      return "nvidia-modprobe -c 0 -u"
    default:
      return `systemctl ${mend.action} ${mend.unit}`
  }
}

/** Tries a cure; whether it helped, only a look tells. Errors: connection's. */
export async function mendHost(shell: HostShell, mend: Mend): Promise<void> {
  const { action } = mend
  const unit = "unit" in mend ? unitSchema.parse(mend.unit) : ""
  await shell.run({
    deadline: shell.limits.probe,
    during: "a cure",
    script: mendScript,
    variables: { action, unit },
  })
}
