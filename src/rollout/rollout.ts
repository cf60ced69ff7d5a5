import type { Context } from "../context.ts"
import { sitesOf } from "../deploy/site/sites.ts"
import type { DeployEvent } from "../deploy/event.ts"
import { recordId } from "../deploy/record-id.ts"
import { worstExitCode } from "../deploy/outcome/verdict.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { RolloutEvent, RolloutEventBody } from "./event.ts"
import { hostTurn } from "./host-turn.ts"
import { beginJournal, continueJournal, type Journal } from "./journal.ts"
import { planWaves } from "./plan-waves.ts"
import type { Read } from "./read-journal.ts"
import type { RolloutResult } from "./result.ts"
import { runWaves } from "./run-waves.ts"
import { servesOthers } from "../deploy/serves-others.ts"
import type { Settings, Wave } from "./settings.ts"
import { type Stock, takeStock } from "./take-stock.ts"
import { journalOf, nameOfJournal } from "./unfinished.ts"

type RolloutContext = Context<DeployEvent | RolloutEvent>

type Rollout = {
  readonly fleet: Fleet
  readonly hosts: readonly Host[]
  readonly journal: Journal
  readonly settings: Settings
  readonly waves: readonly Wave[]
}

/**
 * Brings hosts to what the inventory declares, wave by wave, once the waves are
 * agreed to; a dry run only plans them. Errors: `needsYes`, those of the
 * journal; a host's are in its result.
 */
export async function rollout(
  fleet: Fleet,
  hosts: readonly Host[],
  settings: Settings,
  context: RolloutContext & { readonly dryRun: boolean },
): Promise<RolloutResult> {
  const candidates = hosts.map((host) => ({
    name: host.name,
    serves: servesOthers(fleet, host),
    tags: host.tags,
  }))
  const waves = planWaves(candidates, settings)
  const id = recordId()
  const names = waves.flatMap((wave) => wave.hosts)
  context.emit(stamped(id, { event: "rollout-planned", waves }))
  if (context.dryRun) {
    const left = { "exit-code": 0, hosts: [], "not-started": names }
    return { ...left, rollout: id, waves: [...waves] }
  }
  const text = `deploy ${names.length} hosts: ${sayOrder(waves)}`
  await context.confirm({ flag: "--yes", host: "rollout", text })
  const file = journalOf(fleet.root, id)
  await using journal = await beginJournal(file, waves, settings)
  announce(journal, waves, false, context)
  const stock = { known: new Map(), unknown: [] }
  return await carryOut(
    { fleet, hosts, journal, settings, waves },
    stock,
    context,
  )
}

/**
 * Goes on with a rollout that was killed or interrupted: hosts that ended keep
 * their verdict, those under way are looked at, the rest get their turn.
 * Errors: those of the journal.
 */
export async function resumeRollout(
  fleet: Fleet,
  hosts: readonly Host[],
  { file, length, progress }: Read,
  context: RolloutContext,
): Promise<RolloutResult> {
  await using journal = await continueJournal(file, length)
  const { settings, waves } = progress
  announce(journal, waves, true, context)
  const stock = await takeStock(fleet, hosts, { journal, progress }, context)
  return await carryOut(
    { fleet, hosts, journal, settings, waves },
    stock,
    context,
  )
}

async function carryOut(
  rollout: Rollout,
  { known, unknown }: Stock,
  context: RolloutContext,
): Promise<RolloutResult> {
  const { fleet, journal, settings, waves } = rollout
  const hosts = new Map(rollout.hosts.map((host) => [host.name, host]))
  const emit = emitter(journal, context)
  const waiting = rollout.hosts.filter(({ name }) => !known.has(name))
  await using sites = sitesOf(
    { fleet, hosts: waiting, input: { engine: "sdops", goal: "switch" } },
    context,
  )
  const turn = async (host: Host) =>
    hostTurn({ fleet, host, journal, settings, sites }, context)
  const { results, stopped } = await runWaves(
    { emit, hosts, known, settings, turn, waves },
    context,
  )
  const names = waves.flatMap((wave) => wave.hosts)
  const left = names.filter((name) => !results.has(name))
  const { aborted } = context.signal
  if (!aborted && unknown.length === 0) {
    const because = stopped !== undefined && { because: stopped }
    await journal.write({ entry: "ended", ...because })
  }
  emit({ event: "rollout-ended", "not-started": left })
  const verdicts = [...results.values()].map(({ verdict }) => verdict)
  const cut = aborted && left.length > 0
  return {
    "exit-code": worstExitCode(cut ? [...verdicts, "interrupted"] : verdicts),
    hosts: names.flatMap((name) => results.get(name) ?? []),
    journal: journal.file,
    "not-started": left,
    rollout: nameOfJournal(journal.file),
    ...(stopped !== undefined && { stopped }),
    waves: [...waves],
  }
}

/** `lithium (canary), then neon and argon`; many names are counted. */
function sayOrder(waves: readonly Wave[]): string {
  const said = waves.slice(0, 5).map(({ hosts, kind }) => {
    const names =
      hosts.length > 6 ? `${hosts.length} more` : hosts.join(" and ")
    return kind === "canary" ? `${names} (canary)` : names
  })
  const rest = waves.length - said.length
  const more = rest > 0 ? [`${rest} more waves`] : []
  return [...said, ...more].join(", then ")
}

function announce(
  journal: Journal,
  waves: readonly Wave[],
  resumed: boolean,
  context: RolloutContext,
): void {
  const event = "rollout-started"
  emitter(journal, context)({ event, journal: journal.file, resumed, waves })
}

/** Puts the time and the rollout's name on events. */
function emitter(
  { file }: Journal,
  { emit }: RolloutContext,
): (body: RolloutEventBody) => void {
  const rollout = nameOfJournal(file)
  return (body) => emit(stamped(rollout, body))
}

function stamped(rollout: string, body: RolloutEventBody): RolloutEvent {
  return { at: new Date().toISOString(), rollout, ...body }
}
