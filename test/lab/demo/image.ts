import type { LabHost } from "../host.ts"

/** ComfyUI's newest image on the host; undefined where there is none. */
export async function latestImage(host: LabHost): Promise<string | undefined> {
  const find = "find /nix/var /var /run -xdev -name '*.png' -printf '%T@ %p\\n'"
  const ran = await host.exec(`${find} 2>/dev/null | sort -n | tail -1 || true`)
  const newest = ran.stdout.trim().split(" ").slice(1).join(" ")
  return newest === "" ? undefined : `${host.name}:${newest}`
}
