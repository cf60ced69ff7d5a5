import { randomUUID } from "node:crypto"
import { exitCodeOf } from "../../src/deploy/outcome/verdict.ts"
import { deployWith, type Held } from "../e2e/watched.ts"
import { endsByItself, resumed } from "../e2e/aftermath.ts"
import { serves } from "../e2e/serves.ts"
import type { End, Stage } from "./cell.ts"
import { faults } from "./faults.ts"
import { fateOf, postJobs, releaseOnceSaved } from "./jobs.ts"
import { mend, noteFile, on, type Place, reset } from "./place.ts"
import { points } from "./points.ts"
import type { FaultName } from "./table.ts"

/** What is seen in the end, in the words of `End` where it is as it may be. */
export type Seen = Readonly<Record<keyof End, string>> & {
  /** What sdops has said of it, for who looks into a cell. */
  readonly why: string
}

/** Both sides have time; what is broken ends sooner. */
const patient = {
  SDOPS_LIMIT_CONNECT: "10",
  SDOPS_LIMIT_CONTACT: "40",
  SDOPS_LIMIT_GATE: "40",
  SDOPS_LIMIT_KEEPALIVE: "1",
  SDOPS_LIMIT_QUEUE: "30",
  SDOPS_LIMIT_READY: "20",
}

/** Where sdops can't hear how it ended. */
const deaf = {
  ...patient,
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "15",
  SDOPS_LIMIT_GATE: "20",
}

/** Where the host waits for somebody in vain. */
const alone = {
  ...patient,
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "5",
  SDOPS_LIMIT_GATE: "5",
  SDOPS_LIMIT_QUEUE: "5",
}

/**
 * Deploys a change while jobs wait, has the fault strike at the point of the
 * stage, ends it once the host has ended by itself, and looks what became of
 * all. `waits`: whether the host, or sdops, waits for the other in vain.
 */
export async function runCell(
  place: Place,
  stage: Stage,
  name: FaultName,
  waits: "both go on" | "host in vain" | "sdops in vain",
): Promise<Seen> {
  const { fleet, host } = place
  const point = points[stage]
  const fault = faults[name]
  await reset(place)
  const old = await noteOf(place, "/run/current-system")
  const note = `cell-${randomUUID()}`
  await place.want(note, fault.nix)
  const jobs = await postJobs(host)
  await fault.prepare?.(host)
  // What is wrong with a candidate strikes by itself.
  const itself = fault.nix !== undefined
  const standing = itself ? undefined : await point.onHost?.(host)
  if (stage !== "drain") await releaseOnceSaved(host)
  const strike = async (held: Held) => {
    if (standing !== undefined || itself) held.release()
    await standing?.reached()
    if (!itself) await point.reached?.(host)
    const goOn = async () => void (await standing?.goOn())
    await fault.strike({ goOn, held, place })
    await point.afterwards?.(host)
  }
  // Where the host stands still, sdops may be over before the fault is.
  let striking: Promise<void> | undefined
  const trouble = (held: Held) => (striking = strike(held))
  const limits = { ...limitsOf[waits], ...fault.limits }
  const run = await deployWith(fleet, host.name, point.moment, trouble, limits)
  await striking
  await endsByItself(host, { jobsMayWait: true }).catch((cause: Error) => {
    const { error, verdict } = run.result ?? {}
    const { exit, signal, stderr } = run
    const heard = [verdict ?? signal ?? exit, error?.message ?? stderr]
    throw new Error(`${cause.message}; said: ${heard.join("; ")}`, { cause })
  })
  await mend(host)
  if (run.result?.verdict !== "stranded") await endsByItself(host)
  const told = await resumed(fleet, host)
  const whose = (found: string): string =>
    found === note ? "new" : found === old ? "old" : found
  const look = async (path: string) => whose(await noteOf(place, path))
  const { candidate } = told
  // Another record is of whom the fault has had deploy.
  const began = candidate !== undefined && (await look(candidate)) === "new"
  const verdict = began ? told.verdict : "no record"
  const { bootDefault, current, profile } = await host.system()
  const byHand = verdict === "stranded" ? " by hand" : ""
  if (byHand !== "") await on(host, (told.console ?? []).join("\n"))
  await serves(host)
  const serving = whose(await on(host, noteOfApp))
  const said = run.result?.verdict ?? "nothing"
  if (said !== "nothing" && run.exit !== exitCodeOf(said))
    throw new Error(`${said}, but exit ${run.exit}`)
  if (began && said !== "nothing" && run.result?.record !== told.record)
    throw new Error(`${run.result?.record} is told, and ${told.record} is`)
  const errors = [run.result?.error, told.error]
  return {
    boots: await look(bootDefault),
    jobs: await fateOf(host, jobs),
    lock: "free",
    profile: await look(profile),
    runs: await look(current),
    said,
    serves: `${serving}${byHand}`,
    verdict,
    why: errors
      .flatMap((error) => [error?.message, ...(error?.because ?? [])])
      .concat(run.result?.error?.evidence.slice(-8) ?? [])
      .join("; "),
  }
}

const limitsOf = {
  "both go on": patient,
  "host in vain": alone,
  "sdops in vain": deaf,
}

const noteOfApp = `tr '\\0' '\\n' \
  </proc/$(systemctl show -P MainPID comfyui)/environ | sed -n s/^NOTE=//p`

function noteOf({ host }: Place, system: string): Promise<string> {
  return on(host, `cat ${system}/${noteFile}`)
}
