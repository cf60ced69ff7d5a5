import type { AppContext } from "../apps/app.ts"
import type { Link } from "../host/open-link.ts"
import { appOf, type KnownApp } from "../apps/apps.ts"
import { ask } from "../apps/ask.ts"
import { type SystemStats, systemStats } from "../apps/comfyui/answers.ts"
import { type AppPlace, placeOf, sayPlace } from "../apps/place.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { type FailedNode, failedNodes } from "../host/apps/failed-nodes.ts"
import type { HostFacts, UnitState } from "../host/probe/probe.ts"
import type { HostShell } from "../host/shell.ts"
import { declaredApps } from "../inventory/declared-apps.ts"
import type { Host } from "../inventory/host.ts"

/** A declared app, as its host shows it. */
export type AppSight = {
  readonly answer: AppAnswer
  readonly name: string
  /** Its declared custom nodes; undefined where nothing was looked at. */
  readonly nodes?: readonly NodeSight[]
  /** Undefined: systemd didn't tell. */
  readonly state: UnitState | undefined
  readonly unit: string
}

/** A declared custom node, and why it couldn't be imported if so. */
export type NodeSight = {
  readonly failure: FailedNode | undefined
  readonly name: string
}

export type AppAnswer =
  | { readonly how: "answered"; readonly stats: SystemStats | undefined }
  | { readonly how: "not-asked"; readonly because: string }
  | { readonly how: "silent"; readonly said: string; readonly url: string }

/** Looks at every declared app of a host once, and waits for none. */
export async function lookAtApps(
  { connection, shell }: Link,
  { facts, host }: { readonly facts: HostFacts; readonly host: Host },
  context: AppContext,
): Promise<AppSight[]> {
  return Promise.all(
    declaredApps(host).map(async (name) => {
      const unit = `${name}.service`
      const state = facts.apps.find((app) => app.unit === unit)
      const found = facts.hostFile?.apps.find((app) => app.name === name)
      const place = found && placeOf(found, connection)
      const answer = await answerOf(state, place, (at) =>
        look(found ?? { name }, at, context),
      )
      const names = found?.customNodes ?? []
      const nodes = await lookAtNodes(shell, { names, unit })
      return { answer, name, nodes, state, unit }
    }),
  )
}

async function lookAtNodes(
  shell: HostShell,
  looked: { readonly names: readonly string[]; readonly unit: string },
): Promise<NodeSight[]> {
  const failed = await failedNodes(shell, looked)
  return looked.names.map((name) => ({
    failure: failed.find((node) => node.name === name),
    name,
  }))
}

async function answerOf(
  state: UnitState | undefined,
  place: AppPlace | undefined,
  look: (place: AppPlace) => Promise<SystemStats | undefined>,
): Promise<AppAnswer> {
  if (state?.ActiveState !== "active")
    return { because: "its unit is not running", how: "not-asked" }
  if (place === undefined)
    return {
      because: "the running system doesn't record its port",
      how: "not-asked",
    }
  try {
    return { how: "answered", stats: await look(place) }
  } catch (error) {
    return { how: "silent", said: say(error), url: sayPlace(place) }
  }
}

async function look(
  app: KnownApp,
  place: AppPlace,
  context: AppContext,
): Promise<SystemStats | undefined> {
  const { name } = app
  if (name === "comfyui")
    return ask(name, place, { path: "/system_stats" }, systemStats, context)
  // One look: what is not ready now is a finding.
  const limits = { ...context.limits, ready: 0 }
  await appOf(app).ready(place, { ...context, limits })
  return undefined
}

function say(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const why = error instanceof SdopsError ? error.because : []
  return [error.message, ...why].join(": ")
}
