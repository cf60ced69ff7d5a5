import { kebabKeys } from "../camel-keys.ts"
import type { Context } from "../context.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { type HostFacts, probe } from "../host/probe/probe.ts"
import { addHost, type Again, requireFree } from "../inventory/edit/add-host.ts"
import { judgeName } from "../inventory/schema/host-name.ts"
import { completedHostText } from "../inventory/edit/imported-host.ts"
import { newHostText } from "../inventory/edit/new-host.ts"
import { fingerprint, sayHostKey } from "../remote/trust/host-key.ts"
import { askSsh } from "../remote/ssh-config.ts"
import { atHop } from "./at-hop.ts"
import { whoIsMeant } from "./begun-host.ts"
import type { AdoptEvent } from "./event.ts"
import {
  type FlakeModule,
  flakeModule,
  requireReference,
} from "./configuration/flake-module.ts"
import { fleetChange } from "./fleet-change.ts"
import { fleetPlace } from "./fleet-place.ts"
import { followConfiguration } from "./configuration/follow.ts"
import { gpuOf } from "./gpu-of.ts"
import { keyToPin } from "./host-key.ts"
import {
  type NixosVersion,
  isSupported,
  pinOf,
  readNixosVersion,
} from "./pin.ts"
import type { Adoption } from "./result.ts"
import { nameFor } from "./name-for.ts"

export type AdoptInput = {
  /** As a person writes it: `ops@lithium.lan`; or a begun host's name. */
  readonly address: string
  /** The command line that asks for it with other flags, for advice. */
  readonly again: Again
  /** The host's file that all begins with; /etc/nixos/configuration.nix. */
  readonly configuration: string | undefined
  readonly flake: string | undefined
  readonly fleet: string | undefined
  readonly from: string
  readonly hostKey: string | undefined
  /** Of the configuration's folder: what stays on the host. */
  readonly leaveOut: readonly string[]
  /** Entries of `modules`, instead of the host's own configuration. */
  readonly modules: readonly string[]
  readonly name: string | undefined
  /** The first fleet's nixpkgs, instead of what the host runs. */
  readonly nixpkgs: string | undefined
  /** Where SSH is; ssh_config's, or 22, when left out. */
  readonly port: number | undefined
  readonly sudoPassword: string | undefined
  /** The folder that may be copied from. */
  readonly within: string | undefined
}

/**
 * Takes a running host into the inventory: proves that it is reached, pins its
 * key, reads what it is and copies its configuration. Changes nothing on the
 * host; here all is written, or nothing. Errors: `usage`, `hostExists`,
 * `notAdoptable`, `flakeHost`, `noConfiguration`, those of connecting.
 */
export async function adopt(
  input: AdoptInput,
  context: Context<AdoptEvent>,
): Promise<Adoption> {
  if (input.flake !== undefined) flakeModule(input.flake)
  if (input.nixpkgs !== undefined) requireReference(input.nixpkgs)
  const place = await fleetPlace(input, context)
  const { begun, written } = whoIsMeant(place.fleet, input)
  const { address, port } = written
  const early = begun?.name ?? input.name ?? nameFor(address, undefined)
  if (early !== undefined && begun === undefined)
    await nameIn(place.root, early, input)
  const settings = await askSsh(
    { address, name: early ?? address, port },
    context,
  )
  const user = written.user ?? settings.user
  const target = { address, name: early ?? address, port, user }
  const step = (step: AdoptEvent["step"], text: string) =>
    context.emit({ event: "adopt-step", host: target.name, step, text })

  const at = <Found>(go: () => Promise<Found>) =>
    atHop(target.name, context.signal, go)
  const key = await at(() =>
    keyToPin(target, input.hostKey, { ...context, emit: () => {} }),
  )
  const hostKey = sayHostKey(key)
  step("host-key", `${key.type} ${fingerprint(key)}`)
  const password = input.sudoPassword
  const secret = password === undefined ? {} : { sudoPassword: password }
  const link = await at(() =>
    openLink({ ...target, ...secret, hostKey }, context),
  )
  await using _ = link.connection
  step("connect", `${user}@${address}`)
  const facts = await at(() => probe(link.shell, { units: [] }))
  const nixos = sound(facts, target.name)
  step("probe", `NixOS ${nixos.version ?? "of unknown version"}`)
  const name =
    early ?? (await nameIn(place.root, hostname(facts, address), input))
  const flake =
    input.flake === undefined ? undefined : flakeModule(input.flake, name)
  const own = await modulesFor(link, input, flake, name)
  step("configuration", own.modules.join(" "))

  const { gpu, notes } = gpuOf(facts)
  const pin = pinOf(nixos, own.channelRevision)
  const change = fleetChange(place.fleet, pin, flake, input.nixpkgs, name)
  const host = {
    address,
    fingerprint: fingerprint(key),
    gpu,
    hostKey,
    modules: own.modules,
    name,
    port,
    release: nixos.version,
    stateVersion: own.stateVersion,
    sudoPassword: password,
    user,
  }
  const files = await addHost(
    place.root,
    {
      again: input.again,
      files: own.files,
      fleet: await change.fleet(),
      host:
        begun === undefined
          ? { text: await newHostText(host) }
          : { complete: async (text) => completedHostText(text, host) },
      name,
    },
    context,
  )
  step("write", `hosts/${name}.yaml`)
  const state = own.stateVersion
  return {
    address,
    files,
    fingerprint: fingerprint(key),
    gpu: kebabKeys(gpu),
    host: name,
    "host-key": hostKey,
    ...(nixos.version === undefined ? {} : { nixos: nixos.version }),
    nixpkgs: change.nixpkgs,
    notes: [
      ...notes,
      ...change.notes,
      ...own.notes,
      ...(state === undefined
        ? ["no stateVersion found in its configuration"]
        : []),
    ],
    ...(port !== undefined && { port }),
    platform: `${facts.architecture}-linux`,
    ready: own.findings.length === 0,
    root: place.root,
    ...(state === undefined ? {} : { "state-version": state }),
    "to-change": own.findings.map((finding) => ({
      ...finding,
      file: `hosts/${name}/${finding.file}`,
    })),
    user,
  }
}

async function nameIn(
  root: string,
  name: string,
  { again }: AdoptInput,
): Promise<string> {
  const unfit = judgeName(name)
  if (unfit !== undefined)
    throw fail("usage", {
      problem: `${name} can't be a host's name: ${unfit}`,
      try: ["sdops hosts add --help"],
    })
  await requireFree(root, { again, name })
  return name
}

function hostname({ hostname }: HostFacts, address: string): string {
  const name = nameFor(address, hostname)
  if (name !== undefined) return name
  throw fail("usage", {
    problem: `neither ${address} nor the host's own name can name it`,
    try: ["sdops hosts add --help"],
  })
}

/** Errors: `notNixos`, `noNix`, `notAdoptable` for a release too old. */
function sound(facts: HostFacts, host: string): NixosVersion {
  if (!facts.nixos)
    throw fail("notNixos", { found: facts.hostname ?? "" }, { host })
  if (facts.nixVersion === undefined) {
    const found = facts.errors.nixVersion ?? "no version"
    throw fail("noNix", { found }, { host })
  }
  const nixos = readNixosVersion(facts.nixosVersion)
  const { release } = nixos
  if (release === undefined || isSupported(release)) return nixos
  const problem = `it runs NixOS ${release}; sdops needs 23.11 or newer`
  const problems = [problem]
  throw fail("notAdoptable", { host, problems }, { because: problems, host })
}

/** What the host's `modules` are, and the files that they need. */
async function modulesFor(
  { connection, shell }: Link,
  input: AdoptInput,
  flake: FlakeModule | undefined,
  name: string,
) {
  const modules = [
    ...(flake === undefined ? [] : [flake.module]),
    ...input.modules,
  ]
  if (modules.length > 0)
    return {
      channelRevision: undefined,
      files: new Map<string, never>(),
      findings: [],
      modules,
      notes:
        flake?.system === true
          ? [`${flake.module} brings its own nixpkgs and arguments`]
          : [],
      stateVersion: undefined,
    }
  const entry = input.configuration ?? "/etc/nixos/configuration.nix"
  const asked = input.configuration !== undefined
  const found = await followConfiguration(shell, {
    again: input.again,
    asked,
    entry,
    leaveOut: input.leaveOut,
    login: connection.login,
    name,
    within: input.within,
  })
  const beside = found.entry.replace(/[^/]*$/, "hardware-configuration.nix")
  const named = [found.entry, ...(found.files.has(beside) ? [beside] : [])]
  return { ...found, modules: named.map((file) => `./${name}/${file}`) }
}
