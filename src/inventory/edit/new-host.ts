import type { Gpu } from "../host.ts"

type Yaml = typeof import("yaml")

/** What the file of an adopted host says. */
export type NewHost = {
  readonly name: string
  readonly address: string
  readonly fingerprint: string
  readonly gpu: Gpu
  readonly hostKey: string
  readonly modules: readonly string[]
  readonly port: number | undefined
  /** Such as `26.05.20261101.abcdef`; for a comment. */
  readonly release: string | undefined
  readonly stateVersion: string | undefined
  readonly sudoPassword: string | undefined
  readonly user: string
}

/** The text of `hosts/<name>.yaml`, with what a beginner asks as comments. */
export async function newHostText(host: NewHost): Promise<string> {
  const yaml = await import("yaml")
  const { gpu, modules } = host
  // The host said it, and a comment ends at a line's end.
  const release = host.release?.replaceAll(/[^\w.+-]/g, "")
  const state = host.stateVersion
  const password = host.sudoPassword
  const say = (key: string, value: string) => pair(key, value, yaml)
  const lines = [
    `# ${host.name}, adopted with NixOS ${release ?? "of unknown version"}.`,
    say("address", host.address),
    ...(host.port === undefined ? [] : [`port: ${host.port}`]),
    `# root, or a user who can become root with sudo.`,
    say("user", host.user),
    ...(password === undefined ? [] : [say("sudo-password", password)]),
    `# The host's identity, ${host.fingerprint}.`,
    say("host-key", host.hostKey),
    ...(state === undefined
      ? []
      : [
          "# From the host's installation: it stays through all upgrades.",
          say("state-version", state),
        ]),
    "gpu:",
    `  ${say("vendor", gpu.vendor)}`,
    ...(gpu.model === undefined ? [] : [`  ${say("model", gpu.model)}`]),
    ...(gpu.computeCapability === undefined
      ? []
      : [`  ${say("compute-capability", gpu.computeCapability)}`]),
    "# The host's own configuration; edit it as you did there.",
    "modules:",
    ...modules.map((module) => `  - ${inline(module, yaml)}`),
    "# Apps to serve:",
    "# services:",
    "#   comfyui:",
    "#     enable: true",
    "#     listen: [0.0.0.0]",
    "#     open-firewall: true",
  ]
  return `${lines.join("\n")}\n`
}

/** The text of a first `hosts/fleet.yaml`. */
export async function newFleetText(input: {
  /** Why the fleet begins with this nixpkgs: lines of a comment. */
  readonly because: readonly string[]
  readonly inputs: Readonly<Record<string, string>>
}): Promise<string> {
  const yaml = await import("yaml")
  const lines = [
    "# Shared by all hosts. Every key is optional.",
    "inputs:",
    ...Object.entries(input.inputs).flatMap(([name, reference]) => [
      ...(name === "nixpkgs" ? input.because.map((line) => `  # ${line}`) : []),
      `  ${pair(name, reference, yaml)}`,
    ]),
  ]
  return `${lines.join("\n")}\n`
}

function pair(key: string, value: string, yaml: Yaml): string {
  return `${inline(key, yaml)}: ${inline(value, yaml)}`
}

function inline(value: string, yaml: Yaml): string {
  const text = yaml.stringify(value, { lineWidth: 0 }).trimEnd()
  // YAML includes JSON, which never needs a second line.
  return text.includes("\n") ? JSON.stringify(value) : text
}
