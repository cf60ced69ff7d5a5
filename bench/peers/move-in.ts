import { readFile } from "node:fs/promises"
import { join } from "node:path"
import type { LabHost } from "../../test/lab/host.ts"

/** Gives a rehearsal host the key that logs in to others, and knows them. */
export async function moveIn(
  machine: LabHost,
  hosts: readonly LabHost[],
): Promise<void> {
  const known = hosts.map(({ address, hostKey }) => `${address} ${hostKey}`)
  const key = join(machine.lab.state, "id_ed25519")
  await sure(
    machine,
    `umask 077; mkdir -p /root/.ssh /root/.config/nix
    cat >/root/.ssh/id_ed25519
    echo '${known.join("\n")}' >/root/.ssh/known_hosts
    echo 'experimental-features = nix-command flakes' \
      >/root/.config/nix/nix.conf`,
    await readFile(key, "utf8"),
  )
}

/** What a program prints on a machine. Errors: it failed. */
export async function sure(
  machine: LabHost,
  program: string | readonly string[],
  input?: string,
): Promise<string> {
  const ran = await machine.exec(program, { deadline: 300, input })
  if (ran.exit !== 0) throw new Error(`${String(program)}\n${ran.stderr}`)
  return ran.stdout
}
