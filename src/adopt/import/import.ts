import { readdir } from "node:fs/promises"
import { join, parse } from "node:path"
import type { Context } from "../../context.ts"
import { addHosts, saysVendor } from "../../inventory/edit/add-hosts.ts"
import { exampleFleet } from "../../inventory/edit/example.ts"
import { importedHostText } from "../../inventory/edit/imported-host.ts"
import { type FleetPlace, fleetPlace } from "../fleet-place.ts"
import { type Chosen, choose, placeOf, type Present } from "./choose.ts"
import type { Findings } from "./found.ts"
import { fromColmena } from "./from-colmena.ts"
import { fromDeployRs } from "./from-deploy-rs.ts"
import { fromSsh } from "./from-ssh.ts"
import type { Imported, ImportedHost } from "./result.ts"

export const importSources = ["colmena", "deploy-rs", "ssh"] as const

export type ImportInput = {
  readonly dryRun: boolean
  readonly fleet: string | undefined
  readonly from: string
  /** Names or globs; none: all. */
  readonly only: readonly string[]
  readonly path: string | undefined
  readonly source: (typeof importSources)[number]
}

/** A host that is to be added, or one that is left. */
export type ImportEvent =
  | {
      readonly event: "import-host"
      readonly host: string
      readonly text: string
    }
  | {
      readonly event: "import-left"
      readonly host: string
      readonly text: string
    }

/**
 * Takes another tool's hosts into the inventory by name, address, port, user
 * and tags, once somebody has said yes to the list. Contacts none of them. All
 * are written, or none; what is there is left. Errors: `importSource`,
 * `importTool`, `needsYes`, `badInventory`, `hostExists`.
 */
export async function importHosts(
  input: ImportInput,
  context: Context<ImportEvent>,
): Promise<Imported> {
  const place = await fleetPlace(input, context)
  const findings = await find(input, context)
  const present = await presentIn(place)
  const { chosen, left } = choose(findings, input.only, present)
  for (const one of chosen)
    context.emit({ event: "import-host", host: one.name, text: say(one) })
  for (const { named: host, why } of left)
    context.emit({ event: "import-left", host, text: why })
  if (!input.dryRun && chosen.length > 0) {
    const names = chosen.map(({ name }) => name).join(", ")
    const text = `add to the inventory: ${names}`
    await context.confirm({ flag: "--yes", host: "hosts", text })
    await write(place, chosen, findings.origin, context)
  }
  return {
    added: chosen.map(resultOf),
    "dry-run": input.dryRun,
    left: left.map(({ named: name, why }) => ({ name, why })),
    origin: findings.origin,
    root: place.root,
  }
}

async function find(
  input: ImportInput,
  context: Context<ImportEvent>,
): Promise<Findings> {
  switch (input.source) {
    case "colmena":
      return fromColmena(input, context)
    case "deploy-rs":
      return fromDeployRs(input, context)
    case "ssh":
      return fromSsh(input, context)
  }
}

async function presentIn({ fleet, root }: FleetPlace): Promise<Present> {
  const entries = await readdir(join(root, "hosts")).catch(() => [])
  const names = entries.map((entry) =>
    entry.endsWith(".yaml") ? parse(entry).name : entry,
  )
  const hosts = [...(fleet?.hosts.values() ?? [])]
  return {
    addresses: new Map(hosts.map((host) => [placeOf(host), host.name])),
    names: new Set(names),
  }
}

async function write(
  { fleet, root }: FleetPlace,
  chosen: readonly Chosen[],
  origin: string,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<void> {
  const files = new Map<string, string>()
  if (fleet === undefined) files.set("fleet", exampleFleet)
  const vendor = await saysVendor(root)
  for (const one of chosen)
    files.set(one.name, await importedHostText({ ...one, origin, vendor }))
  await addHosts(root, files, context)
}

function say({ address, port, remarks, tags, user = "root" }: Chosen): string {
  const where = `${user}@${address}${port === undefined ? "" : `:${port}`}`
  const tagged = tags.map((tag) => `@${tag}`)
  return [where, ...tagged, ...remarks.map((one) => `(${one})`)].join(" ")
}

function resultOf(one: Chosen): ImportedHost {
  const { address, name, port, remarks, tags, user = "root" } = one
  return {
    address,
    file: `hosts/${name}.yaml`,
    host: name,
    notes: [...remarks],
    ...(port !== undefined && { port }),
    tags: [...tags],
    user,
  }
}
