import { stat } from "node:fs/promises"
import { join, resolve } from "node:path"
import { z } from "zod"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { addHosts } from "../inventory/edit/add-hosts.ts"
import { requireFree } from "../inventory/edit/add-host.ts"
import {
  exampleFleet,
  exampleHost,
  type FirstHost,
} from "../inventory/edit/example.ts"
import { judgeName } from "../inventory/schema/host-name.ts"
import { quote } from "../quote.ts"
import { parseSshAddress } from "../inventory/ssh-address.ts"
import { askSsh } from "../remote/ssh-config.ts"
import { fleetPlace } from "./fleet-place.ts"
import { writeIgnored } from "./ignored.ts"
import { nameFor } from "./name-for.ts"

/** What `init` answers. */
export const begun = z.strictObject({
  files: z.array(z.string()).describe("what was written, from the root"),
  host: z.string().optional().describe("the first host; left out: none"),
  next: z.array(z.string()).describe("what to type next"),
  root: z.string().describe("the fleet's folder"),
})

export type Begun = z.infer<typeof begun>

export type InitInput = {
  /** `--fleet`. */
  readonly fleet: string | undefined
  /** Where it is to begin; undefined: as every command finds a fleet. */
  readonly folder: string | undefined
  readonly from: string
  /** The first host; undefined: none yet. */
  readonly first:
    | (Pick<FirstHost, "app" | "gpu"> & {
        readonly address: string
        readonly name: string | undefined
      })
    | undefined
}

/** The folder where a fleet may begin. Errors: `fleetExists`. */
export async function emptyPlace(
  { fleet, folder, from }: Pick<InitInput, "fleet" | "folder" | "from">,
  context: { readonly environment: NodeJS.ProcessEnv },
): Promise<string> {
  const { root } =
    folder === undefined
      ? await fleetPlace({ fleet, from }, context)
      : { root: resolve(from, folder) }
  const file = join(root, "hosts", "fleet.yaml")
  const found = await stat(file).catch(() => undefined)
  if (found === undefined) return root
  throw fail("fleetExists", { file, folder: root })
}

/**
 * Begins a fleet with a commented example, with a first host where one is
 * named, and with what Git needn't have. Contacts nobody and overwrites
 * nothing. Errors: `fleetExists`, `hostExists`, `usage`.
 */
export async function init(
  input: InitInput,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<Begun> {
  const root = await emptyPlace(input, context)
  const host = await firstHost(input, context)
  const files = new Map([["fleet", exampleFleet]])
  if (host !== undefined) {
    const again = ({ name }: { name?: string }) =>
      `sdops init --host ${input.first?.address} --name ${name}`
    await requireFree(root, { again, name: host.name })
    files.set(host.name, await exampleHost(host))
  }
  await addHosts(root, files, context)
  const ignores = (await writeIgnored(root)) ? [".gitignore"] : []
  const written = [...files.keys()].map((name) => `hosts/${name}.yaml`)
  const at = placed(root, input)
  return {
    files: [...ignores, ...written].toSorted(),
    ...(host !== undefined && { host: host.name }),
    next:
      host === undefined
        ? [
            ["sdops hosts import ssh", ...at].join(" "),
            "sdops hosts add --help",
          ]
        : [
            [`sdops doctor ${host.name}`, ...at].join(" "),
            [`sdops hosts add ${host.name}`, ...at].join(" "),
          ],
    root,
  }
}

/** The words that a command needs to find the fleet from where it began. */
function placed(root: string, { folder, from }: InitInput): string[] {
  return folder === undefined || root === from ? [] : ["--fleet", quote(root)]
}

async function firstHost(
  { first }: InitInput,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<FirstHost | undefined> {
  if (first === undefined) return undefined
  const { address, port, user } = parseSshAddress(first.address)
  const name = first.name ?? nameFor(address, undefined) ?? ""
  const unfit = judgeName(name)
  if (unfit !== undefined) {
    const problem =
      name === ""
        ? `${address} gives the host no name; --name does`
        : `${name} can't be a host's name: ${unfit}`
    throw fail("usage", { problem, try: ["sdops init --help"] })
  }
  const login = user ?? (await askSsh({ address, name, port }, context)).user
  return { ...first, address, name, port, user: login }
}
