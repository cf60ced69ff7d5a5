import { existsSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import { z } from "zod"
import { fail } from "../../errors/fail.ts"
import { askSsh, type RemoteContext } from "../../remote/ssh-config.ts"
import { askTool } from "./ask-tool.ts"
import type { Findings, Found, Unfit } from "./found.ts"

// Source: `deployment` in colmena's src/nix/hive/options.nix.
const node = z.object({
  sshOptions: z.array(z.string()).default([]),
  tags: z.array(z.string()),
  targetHost: z.string().nullable(),
  targetPort: z.int().nullable(),
  targetUser: z.string().nullable(),
})

const nodes = z.record(z.string(), node)

/** Of all nodes, what says how one is reached; in Nix. */
const pick =
  "builtins.mapAttrs (_: node: { inherit (node.config.deployment) " +
  "sshOptions tags targetHost targetPort targetUser; })"

/**
 * The nodes of a colmena hive: asked of colmena itself or, where it isn't
 * installed, of Nix, which knows the hives of flakes alone. Input: a hive.nix,
 * a flake's folder or reference; undefined: as colmena finds it. Errors:
 * `importSource`, `importTool`.
 */
export async function fromColmena(
  input: { readonly from: string; readonly path: string | undefined },
  context: RemoteContext,
): Promise<Findings> {
  const source = input.path ?? "the hive"
  const { from } = input
  const config =
    input.path === undefined ? [] : ["--config", fileOf(from, input.path)]
  const expression = `{ nodes, ... }: ${pick} nodes`
  const question = { from, schema: nodes, source }
  const answer =
    (await askTool(
      { ...question, argv: ["colmena", ...config, "eval", "-E", expression] },
      context,
    )) ?? (await askNix(flakeOf(input), question, context))
  if (answer === undefined)
    throw fail("importTool", { programs: ["colmena"], source })
  return { ...(await sort(answer, context)), origin: source }
}

/** Of a folder, what colmena would find in it; given one, it wants a hive. */
function fileOf(from: string, path: string): string {
  const names = ["flake.nix", "hive.nix"].map((name) => join(path, name))
  return names.find((name) => existsSync(resolve(from, name))) ?? path
}

async function askNix(
  flake: string | undefined,
  question: { from: string; schema: typeof nodes; source: string },
  context: RemoteContext,
) {
  if (flake === undefined) return undefined
  const argv = [
    ...nixEval,
    `${flake}#colmenaHive.nodes`,
    "--apply",
    pick,
  ] as const
  return askTool({ ...question, argv }, context)
}

/** Of a Nix that may have no flakes turned on. */
export const nixEval = [
  "nix",
  "--extra-experimental-features",
  "nix-command flakes",
  "eval",
  "--json",
  "--no-write-lock-file",
] as const

function flakeOf(input: {
  readonly from: string
  readonly path: string | undefined
}): string | undefined {
  const { path = "." } = input
  if (/^[a-z+]+:/.test(path)) return path
  const file = resolve(input.from, path)
  const folder = basename(file).endsWith(".nix") ? dirname(file) : file
  return existsSync(join(folder, "flake.nix")) ? folder : undefined
}

async function sort(answer: z.infer<typeof nodes>, context: RemoteContext) {
  const found: Found[] = []
  const unfit: Unfit[] = []
  for (const [named, deployment] of Object.entries(answer)) {
    const { sshOptions, tags, targetHost, targetPort, targetUser } = deployment
    if (targetHost === null) {
      unfit.push({ named, why: "its deployment.targetHost is null" })
      continue
    }
    const remarks =
      sshOptions.length === 0
        ? []
        : [`colmena gives ssh ${sshOptions.join(" ")}; sdops asks ssh_config`]
    // colmena hands ssh what is there, so a user may be part of it.
    const at = targetUser === null ? targetHost.lastIndexOf("@") : -1
    const address = targetHost.slice(at + 1)
    const target = { address, port: targetPort ?? undefined }
    const user =
      targetUser ??
      (targetHost.slice(0, Math.max(at, 0)) ||
        (await askSsh({ ...target, name: named }, context)).user)
    found.push({ ...target, named, remarks, tags, user })
  }
  return { found, unfit }
}
