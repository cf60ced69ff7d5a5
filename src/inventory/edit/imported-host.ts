import type { Edit } from "./edit.ts"
import { editYaml } from "./edit-yaml.ts"
import type { NewHost } from "./new-host.ts"

/** A host that nobody has looked at yet, as its file says it. */
export type ImportedHostFile = {
  readonly name: string
  readonly address: string
  /** Where it was found. */
  readonly origin: string
  readonly port?: number | undefined
  /** Comments, a line each. */
  readonly remarks: readonly string[]
  readonly tags: readonly string[]
  readonly user?: string | undefined
  /** Whether the fleet says what GPU its hosts have. */
  readonly vendor: boolean
}

/** The text of `hosts/<name>.yaml`, with what completes it. */
export async function importedHostText(
  host: ImportedHostFile,
): Promise<string> {
  const yaml = await import("yaml")
  const document = new yaml.Document({
    address: host.address,
    ...(host.port !== undefined && { port: host.port }),
    ...(host.user !== undefined && { user: host.user }),
    ...(host.tags.length > 0 && { tags: host.tags }),
    ...(!host.vendor && { gpu: { vendor: "none" } }),
  })
  const lines = [`${host.name}, found in ${host.origin}.`, ...host.remarks]
  document.commentBefore = lines.map(plain).join("\n")
  return document.toString({ lineWidth: 0 }) + incompleteNote(host.name)
}

/**
 * An imported host's file, completed by what the host itself says; what its
 * file says of port, user, tags and more stays, comments too. Undefined where
 * it can't be edited.
 */
export async function completedHostText(
  text: string,
  host: NewHost,
): Promise<string | undefined> {
  const yaml = await import("yaml")
  const { gpu } = host
  const edits: readonly Edit[] = [
    {
      comment: [`The host's identity, ${host.fingerprint}.`],
      do: "set",
      path: ["host-key"],
      value: host.hostKey,
    },
    ...(host.stateVersion === undefined
      ? []
      : [set("state-version", host.stateVersion)]),
    set("gpu.vendor", gpu.vendor),
    ...(gpu.model === undefined ? [] : [set("gpu.model", gpu.model)]),
    ...(gpu.computeCapability === undefined
      ? []
      : [set("gpu.compute-capability", gpu.computeCapability)]),
    set("modules", [...host.modules]),
    ...(host.sudoPassword === undefined
      ? []
      : [set("sudo-password", host.sudoPassword)]),
  ]
  return editYaml(text.replace(incompleteNote(host.name), ""), edits, yaml)
}

function set(path: string, value: unknown): Edit {
  return { do: "set", path: path.split("."), value }
}

export function incompleteNote(name: string): string {
  return (
    "# It can't be deployed yet: it lacks a key and modules. This asks the\n" +
    "# host for them and for its GPU, and writes them into this file:\n" +
    `# sdops hosts add ${name}\n`
  )
}

/** A comment ends at a line's end. */
function plain(line: string): string {
  return ` ${line.replaceAll(/\p{Cc}+/gu, " ")}`
}
