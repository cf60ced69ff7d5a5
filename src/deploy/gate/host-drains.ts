import type { Deployment } from "../deployment.ts"

/**
 * Whether the host itself saves an app's queue and waits for its running job:
 * ComfyUI of our own module, whose running system says where it listens.
 */
export function hostDrains(
  { facts }: Pick<Deployment, "facts">,
  unit: string,
): boolean {
  const old = facts.hostFile?.apps.find((app) => app.unit === unit)
  return old?.name === "comfyui" && old.kind !== "custom"
}
