import { z } from "zod"
import { fail } from "../../errors/fail.ts"
import { askSsh, type RemoteContext } from "../../remote/ssh-config.ts"
import { askTool } from "./ask-tool.ts"
import type { Findings, Found, Unfit } from "./found.ts"
import { nixEval } from "./from-colmena.ts"

const nodes = z.record(
  z.string(),
  z.object({
    hostname: z.string(),
    profiles: z.array(z.string()),
    sshOpts: z.array(z.string()),
    sshUser: z.string().nullable(),
  }),
)

// A profile's settings win over a node's, and those over all nodes'; options
// are joined. Source: deploy-rs' src/data.rs and src/lib.rs (make_deploy_data).
const pick = `deploy: builtins.mapAttrs (_: node:
  let
    system = node.profiles.system or { };
    from = [ system node deploy ];
    users = builtins.filter (user: user != null)
      (map (one: one.sshUser or null) from);
  in {
    inherit (node) hostname;
    profiles = builtins.attrNames node.profiles;
    sshOpts = builtins.concatMap (one: one.sshOpts or [ ]) from;
    sshUser = if users == [ ] then null else builtins.head users;
  }) deploy.nodes`.replaceAll(/\s+/g, " ")

/**
 * The nodes of a deploy-rs flake, asked of Nix. Input: the flake's folder or
 * reference; undefined: where we are. Errors: `importSource`, `importTool`.
 */
export async function fromDeployRs(
  input: { readonly from: string; readonly path: string | undefined },
  context: RemoteContext,
): Promise<Findings> {
  const source = input.path ?? "."
  const argv = [...nixEval, `${source}#deploy`, "--apply", pick] as const
  const { from } = input
  const answer = await askTool({ argv, from, schema: nodes, source }, context)
  if (answer === undefined)
    throw fail("importTool", { programs: ["nix"], source })
  const found: Found[] = []
  const unfit: Unfit[] = []
  for (const [named, node] of Object.entries(answer)) {
    const { hostname: address, profiles, sshOpts, sshUser } = node
    const others = profiles.filter((profile) => profile !== "system")
    if (!profiles.includes("system")) {
      unfit.push({ named, why: "it has no profile named system" })
      continue
    }
    const { port, rest, user: said } = optionsOf(sshOpts)
    const target = { address, port }
    const user =
      sshUser ??
      said ??
      (await askSsh({ ...target, name: named }, context)).user
    const remarks = [
      ...(rest.length === 0
        ? []
        : [`deploy-rs gives ssh ${rest.join(" ")}; sdops asks ssh_config`]),
      ...(others.length === 0
        ? []
        : [`profiles left to deploy-rs: ${others.join(", ")}`]),
    ]
    found.push({ ...target, named, remarks, tags: [], user })
  }
  return { found, origin: source, unfit }
}

/** What ssh's options say that the inventory has a key for. */
function optionsOf(options: readonly string[]): {
  readonly port: number | undefined
  readonly rest: readonly string[]
  readonly user: string | undefined
} {
  let port: number | undefined
  let user: string | undefined
  const rest: string[] = []
  for (let at = 0; at < options.length; at += 1) {
    const option = options[at] ?? ""
    const letter = /^-([olp])(.*)$/s.exec(option)
    if (letter === null) {
      rest.push(option)
      continue
    }
    const [, key, glued = ""] = letter
    const value = glued === "" ? (options[(at += 1)] ?? "") : glued
    const [, name = "", said = ""] =
      key === "o" ? (/^\s*(\w+)\s*[= ]\s*(.*)$/.exec(value) ?? []) : []
    const isPort = key === "p" || name.toLowerCase() === "port"
    const isUser = key === "l" || name.toLowerCase() === "user"
    // ssh takes the first of each.
    if (isPort) port ??= Number(key === "p" ? value : said)
    else if (isUser) user ??= key === "l" ? value : said
    else rest.push(`-${key}`, value)
  }
  return { port, rest, user }
}
