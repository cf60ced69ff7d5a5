/** The unit that switches: it survives the session that asked for it. */
export function systemdRun(
  environment: readonly string[],
  last: readonly string[],
): string[] {
  return [
    "systemd-run",
    ...environment.flatMap((name) => ["-E", name]),
    "--collect",
    "--no-ask-password",
    "--pipe",
    "--quiet",
    "--service-type=exec",
    "--unit=nixos-rebuild-switch-to-configuration",
    ...last,
  ]
}

/** Where a profile is. */
export function profilePath(name: string): string {
  const folder = "/nix/var/nix/profiles"
  if (name === "system") return `${folder}/system`
  return `${folder}/system-profiles/${name}`
}

/** The generation before the current one, from `nix-env --list-generations`. */
export function previousGeneration(listed: string): string | undefined {
  const lines = listed.split("\n").filter((line) => line.trim() !== "")
  const current = lines.findIndex((line) => line.includes("(current)"))
  return lines[current - 1]?.trim().split(/\s+/)[0]
}
