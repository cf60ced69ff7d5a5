import { expect } from "vitest"
import { exitCodes, type ExitName } from "../../src/errors/exit-codes.ts"
import type { LabHost } from "../lab/host.ts"
import type { deployed } from "./sdops.ts"

/** What of a host a deployment may change, as text and store paths. */
async function stateOf(host: LabHost) {
  const script = `
    ls -R /nix/var/sdops/deploys 2>/dev/null
    ls /nix/var/sdops/lock /nix/var/nix/profiles /nix/var/nix/gcroots/sdops \\
      2>/dev/null
    systemctl list-units --all --plain --no-legend 'sdops-*'
    systemctl show -P InvocationID comfyui.service`
  const { stdout } = await host.exec(script)
  return { more: stdout, system: await host.system() }
}

/** Does something that must leave a host as it is. */
export async function untouched<Done>(
  host: LabHost,
  act: () => Promise<Done>,
): Promise<Done> {
  const before = await stateOf(host)
  const done = await act()
  expect(await stateOf(host)).toEqual(before)
  return done
}

/** A host's result has an error of that code that says all it should. */
export function expectError(
  result: Awaited<ReturnType<typeof deployed>>,
  wanted: { code: string; exit: ExitName; stage: string },
): void {
  const { error, host, run } = result
  expect(error).toMatchObject({ code: wanted.code, host, stage: wanted.stage })
  expect(error?.help).not.toEqual([])
  expect(run.exit).toBe(exitCodes[wanted.exit])
}

type PathInfo = { readonly deriver?: string | null } | null

/** The store paths of a host that something has built, not only written. */
export async function builtPaths(host: LabHost): Promise<readonly string[]> {
  const flag = ["--extra-experimental-features", "nix-command"]
  const nix = ["nix", ...flag, "path-info", "--all", "--json"]
  const { stdout } = await host.exec(nix)
  const infos = JSON.parse(stdout) as Readonly<Record<string, PathInfo>>
  return Object.keys(infos)
    .filter((path) => infos[path]?.deriver)
    .toSorted()
}
