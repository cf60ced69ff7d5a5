import { type Check, judged } from "./check.ts"
import { type Import, importsOfSource } from "./imports.ts"

/**
 * Who may import whom (design §5): a folder may import those of the lines below
 * its own, and itself. What isn't in a folder is named as a file.
 */
const levels: readonly (readonly string[])[] = [
  ["commands"],
  ["cli"],
  ["output"],
  ["adopt", "fleet"],
  ["caches", "doctor", "rollout", "secrets", "upkeep"],
  ["deploy"],
  ["images", "nodes"],
  ["apps", "flake", "gpu", "models"],
  ["builders"],
  ["host", "nix"],
  ["inventory", "remote"],
  ["files", "secret-reference.ts"],
  ["age-secret.ts", "context.ts", "process.ts"],
  ["collect.ts", "login-words.ts"],
  ["quote.ts"],
  [
    "camel-keys.ts",
    "errors",
    "exact-json.ts",
    "limits.ts",
    "secret-in-url.ts",
    "secret.ts",
    "text-files.d.ts",
  ],
]

/** Packages that only these may import. */
const edges: Readonly<Record<string, RegExp>> = {
  "@inquirer/confirm": /^src\/cli\//u,
  "@oclif/core": /^src\/(cli|commands)\//u,
  "age-encryption": /^src\/age-secret\.ts$/u,
  execa: /^src\/process\.ts$/u,
  listr2: /^src\/output\//u,
  "node-ssh": /^src\/remote\//u,
  "node:child_process": /^src\/process\.ts$/u,
  yaml: /^src\/inventory\//u,
}

/** Packages that one file only may import. */
const single = ["@inquirer/confirm", "listr2", "node-ssh"]

export const arrows: Check = {
  name: "arrows",
  async run() {
    const imports = await importsOfSource()
    return judged([...imports.flatMap(against), ...shared(imports)])
  },
}

function against({ from, kind, to }: Import): readonly string[] {
  if (kind === "package") {
    const allowed = edges[to]?.test(from) ?? true
    return allowed ? [] : [`${from} may not import ${to}`]
  }
  if (!to.startsWith("src/")) return outside(from, to)
  const [mine, theirs] = [folderOf(from), folderOf(to)]
  const unknown = [mine, theirs].find((folder) => level(folder) < 0)
  if (unknown !== undefined) return [`${unknown} has no level in arrows.ts`]
  if (mine === theirs || level(mine) < level(theirs)) return []
  return [`${from} may not import ${to}: ${mine} is not above ${theirs}`]
}

/**
 * Outside `src/` only data may be imported: the tables of `nix/data`, and the
 * script that both a host's system and sdops itself run.
 */
function outside(from: string, to: string): readonly string[] {
  const shared = ["nix/modules/loader.sh", "package.json"]
  if (/^nix\/data\/.*\.json$/u.test(to) || shared.includes(to)) return []
  return [`${from} may not import ${to}: it is outside src`]
}

function shared(imports: readonly Import[]): readonly string[] {
  return single.flatMap((name) => {
    const users = imports.filter(({ to }) => to === name)
    const files = [...new Set(users.map(({ from }) => from))]
    return files.length < 2 ? [] : [`${name} has one edge: ${files.join(", ")}`]
  })
}

function folderOf(file: string): string {
  return file.split("/")[1] ?? file
}

function level(folder: string): number {
  return levels.findIndex((names) => names.includes(folder))
}
