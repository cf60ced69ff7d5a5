import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** A host whose boot loader's installer never ends. */
export type Committing = {
  /** Until it stands still. */
  readonly reached: () => Promise<unknown>
}

const installer = "/opt/sdlab/standins/boot-loader/install"

/**
 * From the next run on, the installer of the boot loader stands still, before
 * or after it has written; until the host loses power.
 */
export async function whileCommitting(
  host: LabHost,
  when: "after" | "before",
): Promise<Committing> {
  const real = when === "after" ? `/run/installer.real "$@"` : ":"
  await host.exec(`
    cat >/run/installer <<'END'
#!/bin/sh
${real}
: >/run/installer-stands
exec sleep infinity
END
    cp ${installer} /run/installer.real
    chmod +x /run/installer /run/installer.real
    mount --bind /run/installer ${installer}`)
  const stands = async () =>
    (await host.exec(["test", "-e", "/run/installer-stands"])).exit === 0
  return {
    reached: () => waitFor(stands, { deadline: 60, what: "the boot loader" }),
  }
}
