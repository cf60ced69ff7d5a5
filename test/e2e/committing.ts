import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"

/** A host whose boot loader's installer never ends. */
export type Committing = {
  /** Until it stands still. */
  readonly reached: () => Promise<unknown>
}

/**
 * From the next run on, the installer of the boot loader stands still, before
 * or after it has written; until the host loses power.
 */
export async function whileCommitting(
  host: LabHost,
  when: "after" | "before",
): Promise<Committing> {
  // NixOS' own builder is in the store, and stays the same.
  const switcher = "/run/current-system/bin/switch-to-configuration"
  const found = `sed -n "s/.*INSTALL_BOOTLOADER='\\{0,1\\}\\([^ ']*\\).*/\\1/p"`
  const named = await host.exec(`${found} ${switcher}`)
  const [installer = ""] = named.stdout.split("\n")
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
