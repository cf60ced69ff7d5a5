import type { Trust } from "./trust/check-host-key.ts"
import type { Identity } from "./identity.ts"
import type { SshSettings } from "./ssh-settings.ts"
import type { Target } from "./target.ts"

/** What either client needs to connect. */
export type Dialled = {
  readonly identities: readonly Identity[]
  readonly settings: SshSettings
  readonly target: Target
  readonly trust: Trust
}
