import type { AppContext } from "../apps/app.ts"
import type { Link } from "../host/open-link.ts"
import { appOf, type KnownApp } from "../apps/apps.ts"
import { ask } from "../apps/ask.ts"
import {
  history,
  queue,
  type SystemStats,
  systemStats,
} from "../apps/comfyui/answers.ts"
import {
  type AppPlace,
  type Listening,
  placeOf,
  sayPlace,
} from "../apps/place.ts"
import { cpuOf } from "../host/apps/unit-cpu.ts"
import { workOf } from "../host/apps/unit-work.ts"
import { type FailedNode, failedNodes } from "../host/apps/failed-nodes.ts"
import type { HostFacts, UnitState } from "../host/probe/probe.ts"
import type { HostShell } from "../host/shell.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { type AppAnswer, type AppQuestion, askApp } from "./app-answer.ts"
import { callFromHere, type FromHere } from "./from-here.ts"
import { standingJob } from "./standing-job.ts"
import { stuckJobs } from "./stuck-jobs.ts"
import { declaredApps } from "../inventory/declared-apps.ts"
import type { Host } from "../inventory/host.ts"
import { modelsOf } from "../models/declared.ts"
import { unlistedModels } from "./unlisted-models.ts"
import { opensFirewall } from "../inventory/opens-firewall.ts"

/** A declared app, as its host shows it. */
export type AppSight = {
  readonly answer: AppAnswer
  /** Undefined: its port isn't declared open, or can't be called from here. */
  readonly fromHere?: FromHere | undefined
  readonly name: string
  /** Its declared custom nodes; undefined where nothing was looked at. */
  readonly nodes?: readonly NodeSight[]
  /** Undefined: systemd didn't tell. */
  readonly state: UnitState | undefined
  /** For how many minutes its running job has stood still, if so. */
  readonly standingJob?: number | undefined
  /** How many jobs wait while none is done. */
  readonly stuckJobs: number
  readonly unit: string
  /** Declared models of it, by file, that it doesn't list. */
  readonly unlistedModels?: readonly string[] | undefined
}

/** A declared custom node, and why it couldn't be imported if so. */
export type NodeSight = {
  readonly failure: FailedNode | undefined
  readonly name: string
}

/** Looks at every declared app of a host once, and waits for none. */
export async function lookAtApps(
  { connection, shell }: Link,
  { facts, host }: { readonly facts: HostFacts; readonly host: Host },
  context: AppContext & RemoteContext,
): Promise<AppSight[]> {
  return Promise.all(
    declaredApps(host).map(async (name) => {
      const unit = `${name}.service`
      const state = facts.apps.find((app) => app.unit === unit)
      const found = facts.hostFile?.apps.find((app) => app.name === name)
      const place = found && placeOf(found, connection)
      const [answer, fromHere] = await Promise.all([
        answerOf(state, place, (at) => ({
          cpu: () => cpuOf(shell, unit),
          look: () => look(found ?? { name }, at, context),
          url: sayPlace(at),
        })),
        opensFirewall(host, name) && found && !isLocal(found)
          ? callFromHere(host, found.port, context)
          : undefined,
      ])
      const comfyui =
        name === "comfyui" && answer.how === "answered" && place
          ? await lookAtComfyui({ host, place, shell, unit }, context)
          : { stuckJobs: 0 }
      const names = found?.customNodes ?? []
      const nodes = await lookAtNodes(shell, { names, unit })
      return { answer, fromHere, name, nodes, state, unit, ...comfyui }
    }),
  )
}

/** What ComfyUI's API tells of its jobs and models. */
async function lookAtComfyui(
  at: {
    readonly host: Host
    readonly place: AppPlace
    readonly shell: HostShell
    readonly unit: string
  },
  context: AppContext,
): Promise<Pick<AppSight, "standingJob" | "stuckJobs" | "unlistedModels">> {
  const { host, place, shell, unit } = at
  const jobs = () => ask("comfyui", place, { path: "/queue" }, queue, context)
  const last = { path: "/history?max_items=1" }
  const [stuck, standing, unlisted] = await Promise.all([
    stuckJobs(jobs, context.signal),
    standingJob(
      {
        history: () => ask("comfyui", place, last, history, context),
        queue: jobs,
        work: () => workOf(shell, unit),
      },
      context.signal,
    ),
    unlistedModels(modelsOf(host), place, context),
  ])
  return { standingJob: standing, stuckJobs: stuck, unlistedModels: unlisted }
}

/** Whether it takes connections of its own machine only. */
function isLocal({ listen = [] }: Pick<Listening, "listen">): boolean {
  return listen.every((address) => /^(127\.|::1$|localhost$|$)/.test(address))
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
  question: (place: AppPlace) => AppQuestion,
): Promise<AppAnswer> {
  if (state?.ActiveState !== "active")
    return { because: "its unit is not running", how: "not-asked" }
  if (place === undefined)
    return {
      because: "the running system doesn't record its port",
      how: "not-asked",
    }
  return askApp(question(place))
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
