import { readFile } from "node:fs/promises"
import { join } from "node:path"

export type Flag = {
  readonly name: string
  readonly char?: string
  readonly default?: unknown
  readonly helpGroup?: string
  readonly helpValue?: string
  readonly allowNo?: boolean
  readonly options?: readonly string[]
  readonly summary?: string
  readonly type: "boolean" | "option"
}

export type Argument = {
  readonly name: string
  readonly description?: string
  readonly multiple?: boolean
  readonly options?: readonly string[]
  readonly required?: boolean
}

export type Described = {
  readonly id: string
  readonly args: Readonly<Record<string, Argument>>
  readonly description: string
  readonly examples: readonly string[]
  readonly flags: Readonly<Record<string, Flag>>
  readonly hidden?: boolean
  readonly summary: string
}

/** The commands that people are shown, by name; from oclif's manifest. */
export async function described(root: string): Promise<readonly Described[]> {
  const text = await readFile(join(root, "oclif.manifest.json"), "utf8")
  const { commands } = JSON.parse(text) as {
    readonly commands: Readonly<Record<string, Described>>
  }
  return Object.values(commands)
    .filter(({ hidden }) => hidden !== true)
    .toSorted(({ id: one }, { id: other }) => (one < other ? -1 : 1))
}

/** `flake:show` → `sdops flake show`, as it is typed. */
export function spoken({ id }: Pick<Described, "id">): string {
  return `sdops ${id.replaceAll(":", " ")}`
}

/** `sdops flake show HOSTS…`. */
export function usage(command: Described): string {
  const words = Object.values(command.args).map(
    ({ multiple, name, required }) => {
      const word = `${name.toUpperCase()}${multiple === true ? "…" : ""}`
      return required === true ? word : `[${word}]`
    },
  )
  const flags = own(command).length === 0 ? [] : ["[FLAGS]"]
  return [spoken(command), ...words, ...flags].join(" ")
}

/** Flags of this command; those of every command stand elsewhere. */
export function own({ flags }: Described): readonly Flag[] {
  return sorted(flags).filter(({ helpGroup }) => helpGroup !== "GLOBAL")
}

/** Flags of every command. */
export function shared(commands: readonly Described[]): readonly Flag[] {
  const all = Object.assign({}, ...commands.map(({ flags }) => flags))
  return sorted(all).filter(({ helpGroup }) => helpGroup === "GLOBAL")
}

function sorted(flags: Described["flags"]): readonly Flag[] {
  return Object.values(flags).toSorted(({ name: one }, { name: other }) =>
    one < other ? -1 : 1,
  )
}

/** `-y, --yes`, `--on HOST`, `--goal boot|build`. */
export function written(flag: Flag): string {
  const { allowNo, char, helpValue, name, options, type } = flag
  const value = helpValue ?? options?.join("|") ?? "VALUE"
  const short = char === undefined ? "" : `-${char}, `
  const long = allowNo === true ? `--[no-]${name}` : `--${name}`
  return `${short}${long}${type === "option" ? ` ${value}` : ""}`
}

/** What a flag does, with its default. */
export function meaning({ default: usual, summary = "", type }: Flag): string {
  const says = type === "option" && ["number", "string"].includes(typeof usual)
  if (!says || summary.includes("(default")) return summary
  return `${summary.replace(/\.$/, "")} (default: ${usual}).`
}

/** An example, as it is typed. */
export function example(command: Described, text: string): string {
  return text
    .replaceAll("<%= config.bin %>", "sdops")
    .replaceAll("<%= command.id %>", command.id.replaceAll(":", " "))
}
